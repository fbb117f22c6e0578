import type { StartLimits } from "../../services/limits";
import { start } from "../../texts/start";
import { FileFoot } from "./FileFoot";
import classes from "./SourceField.module.css";
import type { PreviewState } from "./use-preview";
import { addressIn, charactersOf, type Side } from "./validate";

interface SourceFootProps {
  readonly id: string;
  readonly side: Side;
  readonly value: string;
  /** The text file that the text was read from. */
  readonly origin: string | undefined;
  /** The file that stands in place of a text. */
  readonly file: File | undefined;
  readonly preview: PreviewState;
  readonly error: string | undefined;
  readonly limits: StartLimits;
}

/** What stands below a sheet: what is wrong with it, else what was read, else what may be put there. */
export function SourceFoot(props: SourceFootProps) {
  const { id, side, value, origin, file, preview, error, limits } = props;
  return (
    <div id={id} className={classes.foot}>
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      {!error && file && <FileFoot file={file} preview={preview} />}
      {!(error || file) && <p>{hintOf(side, value, origin, limits)}</p>}
      {value !== "" && (
        <p className={classes.count}>
          {start.characters(value.length, charactersOf(side, limits))}
        </p>
      )}
    </div>
  );
}

function hintOf(
  side: Side,
  value: string,
  origin: string | undefined,
  { file_bytes }: StartLimits,
): string {
  if (origin !== undefined) {
    const lines = value.split("\n").filter((line) => line.trim() !== "").length;
    const words = value.split(/\s+/).filter((word) => word !== "").length;
    return start.read(origin, lines, words);
  }
  const address = side === "posting" ? addressIn(value) : undefined;
  const host = address !== undefined && URL.canParse(address) ? new URL(address).host : "";
  if (host !== "") {
    return start.fetched(host);
  }
  return start[side].hint(Math.floor(file_bytes / 1024 / 1024));
}
