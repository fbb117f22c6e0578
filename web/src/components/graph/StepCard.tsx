import { VisuallyHidden } from "@mantine/core";
import { formatDuration } from "../../lib/format";
import { job } from "../../texts/job";
import { stepName, stepTask } from "../../texts/names";
import type { StepView } from "../../types/streaming";
import classes from "./StepCard.module.css";
import { StepRing } from "./StepRing";

/** One step: how far it is, what it did last, how often it was tried. */
export function StepCard({ step }: { readonly step: StepView }) {
  const running = step.state === "running";
  return (
    <div className={classes.card} data-state={step.state} data-step={step.step}>
      <StepRing state={step.state} pct={step.pct} />
      <div className={classes.body}>
        <p className={classes.name}>
          <span>
            {stepName(step.step)}
            <VisuallyHidden>: {spokenOf(step)}</VisuallyHidden>
          </span>
          {running && <span className={classes.pct}>{step.pct} %</span>}
          {step.state === "completed" && <span className={classes.took}>{durationOf(step)}</span>}
        </p>
        <p className={classes.detail}>{detailOf(step)}</p>
        {(step.attempt > 1 || (running && step.eta_sec !== undefined)) && (
          <p className={classes.meta}>
            {step.attempt > 1 && (
              <span className={classes.attempt}>{job.attempt(step.attempt)}</span>
            )}
            {running && step.eta_sec !== undefined && (
              <span>{job.eta(Math.ceil(step.eta_sec))}</span>
            )}
          </p>
        )}
      </div>
    </div>
  );
}

/** The state in words, where the ring shows it to the eye. */
function spokenOf({ state, after }: StepView): string {
  const waiting = state === "pending" && after.length > 0;
  return waiting ? job.waitsFor(after.map(stepName).join(", ")) : job.states[state];
}

function detailOf(step: StepView): string {
  if (step.state === "failed" || step.state === "skipped") {
    return job.states[step.state];
  }
  return step.milestone ?? (stepTask(step.step) || job.states[step.state]);
}

function durationOf({ started_at, ended_at }: StepView): string | undefined {
  if (started_at === undefined || ended_at === undefined) {
    return undefined;
  }
  return formatDuration(Date.parse(ended_at) - Date.parse(started_at));
}
