import { job } from "../../texts/job";
import type { Placed } from "./comparison";
import classes from "./Reordered.module.css";

/** Items in their new order; those that moved up are marked, with the place that they come from. */
export function Reordered({ items }: { readonly items: readonly Placed[] }) {
  return (
    <ol className={classes.list}>
      {items.map(({ text, place, before }) => (
        <li key={place} className={classes.item} data-up={before > place || undefined}>
          <span>{text}</span>
          {before > place && <span className={classes.from}>{job.movedFrom(before)}</span>}
        </li>
      ))}
    </ol>
  );
}
