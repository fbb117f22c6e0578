import { job } from "../../texts/job";
import { numbersOf } from "../scores/metrics";
import classes from "./Numbers.module.css";

/** Everything that was counted, under the names of the catalogue. */
export function Numbers({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const numbers = numbersOf(metrics);
  if (numbers.length === 0) {
    return null;
  }
  return (
    <dl className={classes.list} aria-label={job.numbers}>
      {numbers.map(({ key, label, text }) => (
        <div key={key} className={classes.row}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
