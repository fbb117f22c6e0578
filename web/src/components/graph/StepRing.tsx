import type { StepView } from "../../types/streaming";
import classes from "./StepRing.module.css";

const RADIUS = 8.5;
const AROUND = 2 * Math.PI * RADIUS;
const SIGNS: Partial<Record<StepView["state"], string>> = {
  completed: "M7 11.2l2.8 2.8 5.4-5.8",
  failed: "M8 8l6 6m0-6l-6 6",
  skipped: "M7.5 11h7",
};

interface StepRingProps {
  readonly state: StepView["state"];
  /** 0 to 100. */
  readonly pct: number;
}

/** A step's state as a sign: a ring that fills while it runs. The words beside it say the same. */
export function StepRing({ state, pct }: StepRingProps) {
  const sign = SIGNS[state];
  return (
    <svg
      className={classes.ring}
      data-state={state}
      viewBox="0 0 22 22"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={classes.track} cx="11" cy="11" r={RADIUS} />
      {state === "running" && (
        <circle
          className={classes.arc}
          cx="11"
          cy="11"
          r={RADIUS}
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.max(pct, 4) / 100)}
        />
      )}
      {sign && <path className={classes.sign} d={sign} />}
    </svg>
  );
}
