import { memo } from "react";
import { job } from "../../texts/job";
import { ruleName } from "../../texts/names";
import { Icon, type IconName } from "../icons/Icon";
import classes from "./CheckRow.module.css";
import type { Check } from "./rules";

const SIGNS: Readonly<Record<Check["status"], IconName>> = {
  pass: "check",
  warn: "warning",
  fail: "cross",
  "n/a": "dash",
};

/** One rule: its verdict now, what it was before where that differs, and what to do about it. */
export const CheckRow = memo(function CheckRow({ check }: { readonly check: Check }) {
  const { rule, status, before, after, message } = check;
  const changed = before !== undefined && after !== undefined && before !== after;
  const telling = status === "fail" || status === "warn";
  return (
    <li className={classes.row} data-status={status}>
      <span className={classes.sign}>
        <Icon name={SIGNS[status]} size={16} />
      </span>
      <span className={classes.name}>
        {ruleName(rule) || rule}
        <span className={classes.spoken}>: {job.verdicts[status]}</span>
        {changed && (
          <span className={classes.changed} data-status={before}>
            {job.phases.before}: {job.verdicts[before]}
          </span>
        )}
      </span>
      <code className={classes.rule}>{rule}</code>
      {telling && message && <p className={classes.message}>{message}</p>}
    </li>
  );
});
