import { useState } from "react";
import { job } from "../../texts/job";
import { TextButton } from "../shell/TextButton";
import classes from "./CheckGroupView.module.css";
import { CheckRow } from "./CheckRow";
import { type CheckGroup, isTelling } from "./rules";
import { VerdictStrip } from "./VerdictStrip";

interface CheckGroupViewProps {
  readonly group: CheckGroup;
  readonly ended: boolean;
}

/**
 * The rules of one severity: all of them as marks, in words those that changed or need somebody, and how many are still
 * to come; after the end, how many were never run.
 */
export function CheckGroupView({ group, ended }: CheckGroupViewProps) {
  const [all, showAll] = useState(false);
  const { severity, checks, toCome, passed, judged, before } = group;
  const telling = checks.filter(isTelling);
  const quiet = checks.length - telling.length;
  return (
    <section className={classes.group} data-severity={severity}>
      <h3 className={classes.severity}>
        {job.severity[severity]}
        <span className={classes.count}>
          {before && (
            <span className={classes.before}>{job.wasPassed(before.passed, before.judged)}</span>
          )}
          {judged > 0 && <span>{job.passed(passed, judged)}</span>}
        </span>
      </h3>
      <VerdictStrip checks={checks} toCome={toCome} />
      <ul>
        {(all ? checks : telling).map((check) => (
          <CheckRow key={check.rule} check={check} />
        ))}
      </ul>
      {toCome.length > 0 && (
        <p className={classes.coming}>
          {ended ? job.rulesNotRun(toCome.length) : job.rulesToCome(toCome.length)}
        </p>
      )}
      {quiet > 0 && (
        <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? job.showFewer : job.showAll(checks.length)}
        </TextButton>
      )}
    </section>
  );
}
