import { job } from "../../texts/job";
import { ruleName } from "../../texts/names";
import classes from "./RulesToCome.module.css";

interface RulesToComeProps {
  readonly rules: readonly string[];
  readonly ended: boolean;
}

/** The places of the checklist that are still empty; after the end, the rules that were never run. */
export function RulesToCome({ rules, ended }: RulesToComeProps) {
  if (rules.length === 0) {
    return null;
  }
  return (
    <div className={classes.coming}>
      <p>{ended ? job.rulesNotRun(rules.length) : job.rulesToCome(rules.length)}</p>
      <div className={classes.marks} aria-hidden="true">
        {rules.map((rule) => (
          <span key={rule} className={classes.mark} title={ruleName(rule)} />
        ))}
      </div>
    </div>
  );
}
