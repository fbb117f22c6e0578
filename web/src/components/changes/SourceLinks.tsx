import type { JobAddress } from "@resume-optimizer/client";
import { result } from "../../texts/result";
import { TextButton } from "../shell/TextButton";
import { showPlace } from "./place";
import type { SourceLines } from "./provenance";
import classes from "./SourceLinks.module.css";

const texts = result.changes;

/** More than these say no more than their number. */
const VISIBLE = 4;

interface SourceLinksProps {
  readonly job: JobAddress;
  readonly lines: readonly SourceLines[];
  /** Whether the original is there to be shown. */
  readonly linked: boolean;
}

/** The lines of the original that something is drawn from, each a way to its place. */
export function SourceLinks({ job, lines, linked }: SourceLinksProps) {
  const shown = lines.length > VISIBLE + 1 ? lines.slice(0, VISIBLE) : lines;
  return (
    <ul className={classes.lines}>
      {shown.map(({ from, to }) => {
        const name = texts.lines(from, to);
        return (
          <li key={from}>
            {linked ? (
              <TextButton
                aria-label={texts.showLine(name)}
                onClick={({ currentTarget: asker }) =>
                  showPlace({ jobId: job.jobId, from, to, asker })
                }
              >
                {name}
              </TextButton>
            ) : (
              name
            )}
          </li>
        );
      })}
      {shown.length < lines.length && <li>{texts.moreLines(lines.length - shown.length)}</li>}
    </ul>
  );
}
