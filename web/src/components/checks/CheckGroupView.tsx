import { useState } from "react";
import { job } from "../../texts/job";
import { TextButton } from "../shell/TextButton";
import classes from "./CheckGroupView.module.css";
import { CheckRow } from "./CheckRow";
import { type CheckGroup, isTelling } from "./rules";
import { VerdictStrip } from "./VerdictStrip";

/** The rules of one severity: all of them as marks, in words those that changed or need somebody. */
export function CheckGroupView({ group }: { readonly group: CheckGroup }) {
  const [all, showAll] = useState(false);
  const { severity, checks, passed, judged, before } = group;
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
          <span>{job.passed(passed, judged)}</span>
        </span>
      </h3>
      <VerdictStrip checks={checks} />
      <ul>
        {(all ? checks : telling).map((check) => (
          <CheckRow key={check.rule} check={check} />
        ))}
      </ul>
      {quiet > 0 && (
        <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
          {all ? job.showFewer : job.showAll(checks.length)}
        </TextButton>
      )}
    </section>
  );
}
