import "@mantine/core/styles/SemiCircleProgress.css";
import { SemiCircleProgress } from "@mantine/core";
import { useState } from "react";
import { formatNumber } from "../../lib/format";
import classes from "./ScoreGauge.module.css";

interface ScoreGaugeProps {
  readonly phase: string;
  /** 0 to 100. */
  readonly value: number;
  readonly tone: "plain" | "up" | "down";
}

const COLORS = { plain: "var(--pencil)", up: "var(--good)", down: "var(--bad)" } as const;

const SIZE_REM = 8.25;

/** The arc is drawn in pixels, and the figure in it grows with the page: so has the arc to. */
function sizeInPixels(): number {
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return SIZE_REM * (Number.isNaN(root) ? 16 : root);
}

/** A score on its scale from 0 to 100; the figure in it says the same in numbers. */
export function ScoreGauge({ phase, value, tone }: ScoreGaugeProps) {
  const [size] = useState(sizeInPixels);
  return (
    <div className={classes.gauge}>
      <SemiCircleProgress
        aria-hidden="true"
        size={size}
        thickness={size / 15}
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
