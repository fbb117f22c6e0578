import { useMemo } from "react";
import classes from "./ChangeWords.module.css";
import { compare } from "./comparison";
import { Reordered } from "./Reordered";
import { SideWords } from "./SideWords";
import { WordDiff } from "./WordDiff";

/** Marked within one text, or the text before beside the text after. */
export type DiffStyle = "inline" | "sides";

interface ChangeWordsProps {
  readonly before: string;
  readonly after: string;
  readonly diffStyle: DiffStyle;
}

/** The words of a change, shown as what it is: a new order, changed lines, or a changed text. */
export function ChangeWords({ before, after, diffStyle }: ChangeWordsProps) {
  const comparison = useMemo(() => compare(before, after), [before, after]);
  if (diffStyle === "sides") {
    return <SideWords before={before} after={after} comparison={comparison} />;
  }
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
