import { useMemo } from "react";
import classes from "./ChangeWords.module.css";
import { compare } from "./comparison";
import { Reordered } from "./Reordered";
import { WordDiff } from "./WordDiff";

interface ChangeWordsProps {
  readonly before: string;
  readonly after: string;
}

/** The words of a change, shown as what it is: a new order, changed lines, or a changed text. */
export function ChangeWords({ before, after }: ChangeWordsProps) {
  const comparison = useMemo(() => compare(before, after), [before, after]);
  return (
    <div className={classes.words}>
      {comparison.kind === "order" && <Reordered items={comparison.items} />}
      {comparison.kind === "lines" &&
        comparison.pairs.map(([left, right]) => (
          <WordDiff key={`${left}\n${right}`} before={left} after={right} />
        ))}
      {comparison.kind === "text" && <WordDiff before={before} after={after} />}
    </div>
  );
}
