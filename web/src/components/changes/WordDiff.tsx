import { useMemo } from "react";
import classes from "./WordDiff.module.css";
import { wordDiff } from "./word-diff";

interface WordDiffProps {
  readonly before: string;
  readonly after: string;
  /** Show one of the two texts only. */
  readonly side?: "before" | "after";
}

/** A change as an editor would mark it on paper. */
export function WordDiff({ before, after, side }: WordDiffProps) {
  const stretches = useMemo(() => wordDiff(before, after), [before, after]);
  const hidden = { before: "added", after: "removed", both: "" }[side ?? "both"];
  return (
    <p className={classes.text}>
      {stretches.map(({ kind, text }, index) => {
        const key = `${index} ${kind}`;
        if (kind === hidden) {
          return null;
        }
        if (kind === "removed") {
          return <del key={key}>{text}</del>;
        }
        return kind === "added" ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
      })}
    </p>
  );
}
