import { job } from "../../texts/job";
import { ruleName } from "../../texts/names";
import type { Check } from "./rules";
import classes from "./VerdictStrip.module.css";

interface VerdictStripProps {
  readonly checks: readonly Check[];
  readonly toCome: readonly string[];
}

type Mark = Pick<Check, "rule" | "before" | "after">;

/** Every rule as a mark, before and after in the same place: what got better, and what is to come, is seen without reading. */
export function VerdictStrip({ checks, toCome }: VerdictStripProps) {
  const empty = toCome.map((rule): Mark => ({ rule, before: undefined, after: undefined }));
  const marks = [...checks, ...empty].sort((left, right) => left.rule.localeCompare(right.rule));
  const phases = (["before", "after"] as const).filter((phase) =>
    marks.some((mark) => mark[phase] !== undefined),
  );
  return (
    <div className={classes.strip} aria-hidden="true">
      {phases.length === 0 && <Row marks={marks} />}
      {phases.map((phase) => (
        <Row key={phase} marks={marks} phase={phase} />
      ))}
    </div>
  );
}

/** Without a phase: places of rules that nobody has run. */
function Row({
  marks,
  phase,
}: {
  readonly marks: readonly Mark[];
  readonly phase?: "before" | "after";
}) {
  return (
    <div className={classes.phase}>
      {phase && <span className={classes.label}>{job.phases[phase]}</span>}
      {marks.map((mark) => (
        <span
          key={mark.rule}
          className={classes.mark}
          data-status={(phase && mark[phase]) ?? "none"}
          title={ruleName(mark.rule) || mark.rule}
        />
      ))}
    </div>
  );
}
