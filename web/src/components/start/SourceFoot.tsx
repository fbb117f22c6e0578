import { start } from "../../texts/start";
import classes from "./SourceField.module.css";
import { addressIn, type Side } from "./validate";

interface SourceFootProps {
  readonly id: string;
  readonly side: Side;
  readonly value: string;
  /** The text file that the text was read from. */
  readonly origin: string | undefined;
  readonly error: string | undefined;
  /** Characters. */
  readonly limit: number;
}

/** What stands below a sheet: what is wrong with it, else what was read, else what may be put there. */
export function SourceFoot({ id, side, value, origin, error, limit }: SourceFootProps) {
  return (
    <div id={id} className={classes.foot}>
      {error ? (
        <p className={classes.error} role="alert">
          {error}
        </p>
      ) : (
        <p>{hintOf(side, value, origin)}</p>
      )}
      {value !== "" && <p className={classes.count}>{start.characters(value.length, limit)}</p>}
    </div>
  );
}

function hintOf(side: Side, value: string, origin: string | undefined): string {
  if (origin !== undefined) {
    const lines = value.split("\n").filter((line) => line.trim() !== "").length;
    const words = value.split(/\s+/).filter((word) => word !== "").length;
    return start.read(origin, lines, words);
  }
  const address = side === "posting" ? addressIn(value) : undefined;
  const host = address !== undefined && URL.canParse(address) ? new URL(address).host : "";
  return host === "" ? start[side].hint : start.fetched(host);
}
