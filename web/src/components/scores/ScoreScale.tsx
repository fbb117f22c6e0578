import classes from "./ScoreScale.module.css";

interface ScoreScaleProps {
  /** 0 to 100. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Both scores on one scale from 0 to 100. The figures beside it say the same in numbers. */
export function ScoreScale({ before, after }: ScoreScaleProps) {
  const from = before ?? 0;
  const to = after ?? from;
  return (
    <div className={classes.scale} aria-hidden="true">
      <div className={classes.filled} style={{ width: `${Math.min(from, to)}%` }} />
      <div
        className={classes.change}
        data-up={to >= from || undefined}
        style={{ left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` }}
      />
      {before !== undefined && <div className={classes.mark} style={{ left: `${before}%` }} />}
    </div>
  );
}
