import { SegmentedControl, Skeleton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { useHeld } from "../../lib/use-held";
import { job } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";
import { Panel } from "../shell/Panel";
import classes from "./MetricsPanel.module.css";
import { Numbers } from "./Numbers";
import { type Group, groupsOf } from "./series";

// The charts weigh more than the rest of the page together.
const MetricsChart = lazy(() => import("./MetricsChart"));
const SPACE = <Skeleton height={220} />;
/** What is about to be scrolled to is drawn before it is there. */
const NEAR = { rootMargin: "200px" };

interface MetricsPanelProps {
  readonly state: Pick<StreamingState, "metrics" | "metricSeries" | "startedAt">;
}

/** What was measured: how it came about, and every number in words. Lines are drawn while they are in sight only. */
export function MetricsPanel({ state: { metrics, metricSeries, startedAt } }: MetricsPanelProps) {
  const [chosen, choose] = useState<Group | null>(null);
  const { ref, entry } = useIntersection(NEAR);
  const drawn = useHeld(entry?.isIntersecting ? metricSeries : undefined);
  const groups = groupsOf(metricSeries);
  const group = chosen !== null && groups.includes(chosen) ? chosen : groups[0];
  if (Object.keys(metrics).length === 0) {
    return null;
  }
  return (
    <Panel title={job.overTime}>
      {group !== undefined && (
        <>
          <div className={classes.head}>
            <p className={classes.none}>{job.overTimeNone}</p>
            <SegmentedControl
              size="xs"
              aria-label={job.overTime}
              value={group}
              onChange={(value) => choose(groups.find((name) => name === value) ?? null)}
              data={groups.map((name) => ({ value: name, label: job.chartGroups[name] }))}
            />
          </div>
          <div ref={ref}>
            {drawn === undefined ? (
              SPACE
            ) : (
              <ErrorBoundary fallback={<p className={classes.none}>{job.overTimeBroken}</p>}>
                <Suspense fallback={SPACE}>
                  <MetricsChart series={drawn} group={group} startedAt={startedAt} />
                </Suspense>
              </ErrorBoundary>
            )}
          </div>
        </>
      )}
      <div className={classes.numbers}>
        <Numbers metrics={metrics} />
      </div>
    </Panel>
  );
}
