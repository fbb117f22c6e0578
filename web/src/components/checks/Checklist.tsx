import { job } from "../../texts/job";
import type { ValidationView } from "../../types/streaming";
import { Nothing, Panel } from "../shell/Panel";
import { CheckGroupView } from "./CheckGroupView";
import { checksOf } from "./rules";

interface ChecklistProps {
  readonly validations: readonly ValidationView[];
  readonly ended: boolean;
}

/** The validation rules as a checklist that fills: by severity, the worst first. */
export function Checklist({ validations, ended }: ChecklistProps) {
  const groups = checksOf(validations);
  const passed = groups.reduce((sum, group) => sum + group.passed, 0);
  const judged = groups.reduce((sum, group) => sum + group.judged, 0);
  return (
    <Panel title={job.checks} aside={judged > 0 ? job.passed(passed, judged) : undefined}>
      {validations.length === 0 && <Nothing>{job.checksNone}</Nothing>}
      {groups.map((group) => (
        <CheckGroupView key={group.severity} group={group} ended={ended} />
      ))}
    </Panel>
  );
}
