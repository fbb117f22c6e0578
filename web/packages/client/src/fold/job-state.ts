import { type AnyEvent, isKnown } from "../events";
import type { DoneEvent, JobStatusEvent, StepProgressEvent } from "../generated/events";
import type { StateView, StepView } from "../generated/state";
import { type Capture, emptyCapture } from "./capture";
import { present } from "./present";
import { compareRuns } from "./runs";
import type { MetricPoint } from "./series";
import { Shown } from "./shown";
import { Tellings } from "./tellings";
import { errorView } from "./views";

const FULL = 100;
const STEP_ENDS: ReadonlySet<string> = new Set(["completed", "failed", "skipped"]);

/**
 * The fold of a job's shown events: the same state as the snapshot's, for the same events.
 *
 * `tests/golden` holds the proof, read by both languages.
 */
export class JobState {
  readonly #at: Capture;
  readonly #tellings: Tellings;
  readonly #shown: Shown;

  /** @param capture What another fold had captured, to go on from; it is taken over, and changes. */
  constructor(capture: Capture = emptyCapture()) {
    this.#at = capture;
    this.#tellings = new Tellings(capture.told);
    this.#shown = new Shown(this.#tellings);
  }

  /** The position of the last event that was taken; 0 before the first. */
  get seq(): number {
    return this.#at.seq;
  }

  /** Whether the newest revision has said its last word. */
  get ended(): boolean {
    return this.#at.finishedAt !== null;
  }

  /** All that the fold knows, as plain data that goes on changing with it: clone it to keep it. */
  get capture(): Capture {
    return this.#at;
  }

  /** The values of each metric, oldest first, of those that are shown. */
  get metricSeries(): Readonly<Record<string, readonly MetricPoint[]>> {
    return this.#shown.metricSeries();
  }

  /**
   * Take the next shown event.
   *
   * @returns False where it is at or before the last position and was skipped: twice is as once.
   */
  apply(seq: number, event: AnyEvent): boolean {
    if (seq <= this.#at.seq) {
      return false;
    }
    this.#at.seq = seq;
    if (isKnown(event)) {
      switch (event.type) {
        case "job_status":
          this.#jobStatus(event);
          break;
        case "step_progress":
          this.#stepProgress(event);
          break;
        case "insight_emitted":
        case "metric_update":
        case "validation_update":
        case "diff_chunk":
          this.#tellings.tell(seq, event);
          break;
        case "error":
          this.#at.errors = [...this.#at.errors, errorView(seq, event)];
          break;
        case "done":
          this.#done(event);
          break;
        case "heartbeat":
          break;
      }
    }
    this.#advance();
    return true;
  }

  /** The state at this position. What has not changed since the last view is the same object as there. */
  view(): StateView {
    const { status, revision, reason, steps, progress, errors, artifacts } = this.#at;
    return {
      status,
      revision,
      reason,
      steps,
      currentStep: steps.filter((step) => step.state === "running").at(-1)?.step ?? "",
      progress,
      insights: this.#shown.insights(),
      metrics: this.#shown.metrics(),
      validations: this.#shown.validations(),
      diffs: this.#shown.diffs(),
      errors,
      artifacts,
      startedAt: this.#at.startedAt,
      finishedAt: this.#at.finishedAt,
      durationMs: this.#at.durationMs,
    };
  }

  #jobStatus({ data, timestamp }: JobStatusEvent): void {
    this.#at.status = data.status;
    this.#at.reason = data.reason ?? null;
    if (data.status === "started") {
      this.#at.startedAt = timestamp;
    }
    if (data.status === "running") {
      this.#at.revision = data.revision;
      this.#at.progress = 0;
      this.#at.errors = [];
      this.#at.finishedAt = null;
      this.#at.durationMs = null;
      this.#at.steps = (data.graph ?? []).map(({ step, after = [] }) => ({
        step,
        state: "pending",
        pct: 0,
        attempt: 1,
        after,
      }));
    }
  }

  #stepProgress({ data, run, timestamp }: StepProgressEvent): void {
    const before = this.#at.steps.find(({ step }) => step === data.step);
    const ends = STEP_ENDS.has(data.state);
    if (before && !ends && (data.attempt < before.attempt || isOlder(run, before.run))) {
      return; // a run that was superseded goes on talking
    }
    const sameRun = before !== undefined && before.run === (run ?? undefined);
    if (data.state === "completed") {
      this.#tellings.accept(data.step, run ?? undefined);
    } else if (data.state === "running" && run) {
      this.#tellings.begin(data.step, run);
    }
    const step: StepView = present({
      step: data.step,
      state: data.state,
      pct: sameRun ? Math.max(data.pct, before.pct) : data.pct,
      attempt: data.attempt,
      after: before?.after ?? [],
      run,
      milestone: data.milestone || (sameRun ? before.milestone : undefined),
      eta_sec: data.eta_sec,
      started_at: before && (sameRun || ends) ? before.started_at : timestamp,
      ended_at: ends ? timestamp : undefined,
    });
    const { steps } = this.#at;
    this.#at.steps = before
      ? steps.map((other) => (other === before ? step : other))
      : [...steps, step];
  }

  #done({ data, timestamp }: DoneEvent): void {
    this.#at.status = data.status;
    this.#at.artifacts = data.artifacts ?? {};
    this.#at.durationMs = data.duration_ms;
    this.#at.finishedAt = timestamp;
  }

  #advance(): void {
    const { steps, status } = this.#at;
    if (steps.length > 0) {
      const sum = steps.reduce((total, step) => total + step.pct, 0);
      this.#at.progress = Math.max(this.#at.progress, Math.floor(sum / steps.length));
    }
    if (status === "completed") {
      this.#at.progress = FULL;
    }
  }
}

function isOlder(run: string | null | undefined, than: string | undefined): boolean {
  return Boolean(run && than && compareRuns(run, than) < 0);
}
