import { job } from "../../texts/job";
import classes from "./Dimensions.module.css";
import { scoresOf } from "./metrics";

/** The parts of the score, each on its own scale. */
export function Dimensions({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const scores = scoresOf(metrics);
  if (scores.length === 0) {
    return null;
  }
  return (
    <dl className={classes.list} aria-label={job.dimensions}>
      {scores.map(({ key, label, value, text }) => (
        <div key={key} className={classes.row}>
          <dt>{label}</dt>
          <dd>{text}</dd>
          <div className={classes.bar} aria-hidden="true">
            <div
              className={classes.fill}
              style={{ width: `${Math.min(100, Math.max(0, value))}%` }}
            />
          </div>
        </div>
      ))}
    </dl>
  );
}
