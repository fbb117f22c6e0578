import { CONNECTING, type ConnectionStatus } from "./connection/status";
import type { MetricPoint } from "./fold/series";
import type { StateView } from "./generated/state";

/** All that is known of a job, and of the connection that tells it. */
export interface StreamingState extends StateView {
  readonly connection: ConnectionStatus;
  /** The values that each metric had, oldest first; the last one is the value in `metrics`. */
  readonly metricSeries: Readonly<Record<string, readonly MetricPoint[]>>;
}

export const NOTHING_YET: StreamingState = {
  status: "started",
  revision: 1,
  reason: null,
  steps: [],
  currentStep: "",
  progress: 0,
  insights: [],
  metrics: {},
  validations: [],
  diffs: [],
  errors: [],
  artifacts: {},
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  connection: CONNECTING,
  metricSeries: {},
};
