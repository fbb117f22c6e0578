import type { ReactNode } from "react";
import { result } from "../../texts/result";
import type { Comparison } from "./comparison";
import { Reordered } from "./Reordered";
import classes from "./SideWords.module.css";
import { WordDiff } from "./WordDiff";

const texts = result.changes;

interface SideWordsProps {
  readonly before: string;
  readonly after: string;
  readonly comparison: Comparison;
}

/** The words before beside the words after; what differs is marked on its side. */
export function SideWords({ before, after, comparison }: SideWordsProps) {
  if (comparison.kind === "order") {
    const was = comparison.items.toSorted((left, right) => left.before - right.before);
    return (
      <div className={classes.sides}>
        <Side title={texts.before}>
          <ol className={classes.list}>
            {was.map(({ text, before: place }) => (
              <li key={place}>{text}</li>
            ))}
          </ol>
        </Side>
        <Side title={texts.after}>
          <Reordered items={comparison.items} />
        </Side>
      </div>
    );
  }
  const pairs = comparison.kind === "lines" ? comparison.pairs : [[before, after] as const];
  return (
    <div className={classes.sides}>
      {(["before", "after"] as const).map((side) => (
        <Side key={side} title={texts[side]}>
          {(side === "before" ? before : after) === "" ? (
            <p className={classes.nothing}>{side === "before" ? texts.nothing : texts.removed}</p>
          ) : (
            pairs.map(([left, right]) => (
              <WordDiff key={`${left}\n${right}`} before={left} after={right} side={side} />
            ))
          )}
        </Side>
      ))}
    </div>
  );
}

function Side({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={classes.side}>
      <p className={classes.title}>{title}</p>
      {children}
    </div>
  );
}
