import { job } from "../../texts/job";
import type { Check } from "./rules";
import classes from "./VerdictStrip.module.css";

/** Every rule as a mark, before and after in the same place: what got better is seen without reading. */
export function VerdictStrip({ checks }: { readonly checks: readonly Check[] }) {
  const byName = [...checks].sort((left, right) => left.rule.localeCompare(right.rule));
  const phases = (["before", "after"] as const).filter((phase) =>
    byName.some((check) => check[phase] !== undefined),
  );
  return (
    <div className={classes.strip} aria-hidden="true">
      {phases.map((phase) => (
        <div key={phase} className={classes.phase}>
          <span className={classes.label}>{job.phases[phase]}</span>
          {byName.map((check) => (
            <span key={check.rule} className={classes.mark} data-status={check[phase] ?? "none"} />
          ))}
        </div>
      ))}
    </div>
  );
}
