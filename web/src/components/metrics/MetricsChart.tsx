import "@mantine/charts/styles.css";
import { LineChart } from "@mantine/charts";
import { useMediaQuery, useThrottledValue } from "@mantine/hooks";
import { memo, useMemo, useState } from "react";
import { job } from "../../texts/job";
import classes from "./MetricsChart.module.css";
import { drawingOf, type Group, type MetricSeries } from "./series";
import { useStages } from "./use-stages";

/** Told apart by eye in both themes; lines beyond them begin again. */
const COLORS = [
  "var(--line-1)",
  "var(--line-2)",
  "var(--line-3)",
  "var(--line-4)",
  "var(--line-5)",
  "var(--line-6)",
  "var(--line-7)",
] as const;
/** More lines than these are hidden until somebody asks for them. */
const SHOWN_FIRST = 4;
/** Drawing takes longer than all else on the screen: once a second is enough for lines of seconds. */
const REDRAWN_MS = 1000;
/** What is put into a new chart one after the other, each in a task of its own: all at once it would block the page. */
const PARTS = ["y", "x", "lines", "tooltip"] as const;

interface MetricsChartProps {
  readonly series: MetricSeries;
  readonly group: Group;
  readonly startedAt: string | null;
}

/** The lines of one group over the seconds of the job; below them a switch for each. */
function MetricsChart({ series, group, startedAt }: MetricsChartProps) {
  const [switched, setSwitched] = useState<Readonly<Record<string, boolean>>>({});
  const parts = useStages(PARTS);
  const onPaper = useMediaQuery("print"); // where the panel has no room, and the chart complains about that
  const seen = useThrottledValue(series, REDRAWN_MS);
  const { lines, rows } = useMemo(
    () => drawingOf(seen, group, startedAt),
    [seen, group, startedAt],
  );
  const drawn = lines.map((line, index) => ({
    ...line,
    color: COLORS[index % COLORS.length] ?? COLORS[0],
    shown: switched[line.key] ?? index < SHOWN_FIRST,
  }));
  const shown = drawn.filter((line) => line.shown);
  const names = shown.map(({ label }) => label).join(", ");
  return (
    <>
      <div role="img" aria-label={job.chart(job.chartGroups[group], names)}>
        {!onPaper && (
          <LineChart
            h={220}
            data={[...rows]}
            dataKey="seconds"
            withYAxis={parts.includes("y")}
            withXAxis={parts.includes("x")}
            gridAxis={parts.includes("x") ? "x" : "none"}
            withTooltip={parts.includes("tooltip")}
            series={(parts.includes("lines") ? shown : []).map(({ key, label, color }) => ({
              name: key,
              label,
              color,
            }))}
            curveType="stepAfter"
            withDots={rows.length < 3}
            strokeWidth={2}
            connectNulls
            {...(group === "count" ? {} : { yAxisProps: { domain: [0, 100] } })}
            xAxisProps={{
              type: "number",
              domain: [0, "dataMax"],
              tickFormatter: job.seconds,
            }}
            tooltipProps={{ labelFormatter: (value) => job.seconds(Number(value)) }}
            // A line that slides to each new value would be drawn anew in every frame, for as long as values come.
            lineProps={{ isAnimationActive: false }}
          />
        )}
      </div>
      <div className={classes.chips}>
        {drawn.map(({ key, label, color, shown: on }) => (
          <button
            key={key}
            type="button"
            className={classes.chip}
            aria-pressed={on}
            style={{ "--line-color": color } as React.CSSProperties}
            onClick={() => setSwitched({ ...switched, [key]: !on })}
          >
            <span className={classes.dot} />
            {label}
          </button>
        ))}
      </div>
    </>
  );
}

export default memo(MetricsChart);
