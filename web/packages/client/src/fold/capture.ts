import type { JobStatusName } from "../generated/payloads";
import type { ErrorView, StepView } from "../generated/state";
import type { ToldSoFar } from "./tellings";

/** All that a fold knows at a position: plain data, which may be cloned and sent to another tab. */
export interface Capture {
  seq: number;
  status: JobStatusName;
  revision: number;
  reason: string | null;
  steps: readonly StepView[];
  errors: readonly ErrorView[];
  artifacts: Readonly<Record<string, string>>;
  progress: number;
  startedAt: string | null;
  finishedAt: string | null;
  durationMs: number | null;
  readonly told: ToldSoFar;
}

/** Before the first event. */
export function emptyCapture(): Capture {
  return {
    seq: 0,
    status: "started",
    revision: 1,
    reason: null,
    steps: [],
    errors: [],
    artifacts: {},
    progress: 0,
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    told: { foreign: new Map(), bySteps: new Map() },
  };
}
