import { start } from "../../texts/start";
import classes from "./SourceField.module.css";
import type { PreviewState } from "./use-preview";

/** What stands below the sheet of a file: how far it is read, and what to look out for in what was read. */
export function FileFoot({
  file,
  preview,
}: {
  readonly file: File;
  readonly preview: PreviewState;
}) {
  const warnings = preview.state === "read" ? preview.preview.warnings : [];
  return (
    <div>
      <p role="status">{standingOf(file, preview)}</p>
      {warnings.length > 0 && (
        <ul className={classes.warnings} aria-label={start.preview.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function standingOf({ name }: File, preview: PreviewState): string {
  switch (preview.state) {
    case "read":
      return start.preview.read(name, preview.preview.pages, preview.preview.words);
    case "later":
      return start.preview.later(name);
    default:
      return start.preview.reading(name);
  }
}
