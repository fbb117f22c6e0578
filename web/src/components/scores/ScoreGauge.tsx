import "@mantine/core/styles/SemiCircleProgress.css";
import { SemiCircleProgress } from "@mantine/core";
import { formatNumber } from "../../lib/format";
import classes from "./ScoreGauge.module.css";

interface ScoreGaugeProps {
  readonly phase: string;
  /** 0 to 100. */
  readonly value: number;
  readonly tone: "plain" | "up" | "down";
}

const COLORS = { plain: "var(--pencil)", up: "var(--good)", down: "var(--bad)" } as const;

/** A score on its scale from 0 to 100; the figure in it says the same in numbers. */
export function ScoreGauge({ phase, value, tone }: ScoreGaugeProps) {
  return (
    <div className={classes.gauge}>
      <SemiCircleProgress
        aria-hidden="true"
        size={132}
        thickness={9}
        value={Math.min(100, Math.max(0, value))}
        filledSegmentColor={COLORS[tone]}
        emptySegmentColor="var(--rule)"
        transitionDuration={500}
      />
      <dt className={classes.phase}>{phase}</dt>
      <dd className={classes.value}>{formatNumber(value)}</dd>
    </div>
  );
}
