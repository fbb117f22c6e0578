import { type AnyEvent, isKnown } from "../events";
import type { DoneEvent, JobStatusEvent, StepProgressEvent } from "../generated/events";
import type { JobStatusName } from "../generated/payloads";
import type {
  DiffView,
  ErrorView,
  InsightView,
  StateView,
  StepView,
  ValidationView,
} from "../generated/state";
import { present } from "./present";
import { compareRuns } from "./runs";
import { Tellings } from "./tellings";
import { diffView, errorView, insightView, validationView } from "./views";

const FULL = 100;
const STEP_ENDS: ReadonlySet<string> = new Set(["completed", "failed", "skipped"]);

/**
 * The fold of a job's shown events: the same state as the snapshot's, for the same events.
 *
 * `tests/golden` holds the proof, read by both languages.
 */
export class JobState {
  #seq = 0;
  #status: JobStatusName = "started";
  #revision = 1;
  #reason: string | null = null;
  #steps = new Map<string, StepView>();
  readonly #tellings = new Tellings();
  #errors: ErrorView[] = [];
  #artifacts: Readonly<Record<string, string>> = {};
  #progress = 0;
  #startedAt: string | null = null;
  #finishedAt: string | null = null;
  #durationMs: number | null = null;

  /** The position of the last event that was taken; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether the newest revision has said its last word. */
  get ended(): boolean {
    return this.#finishedAt !== null;
  }

  /**
   * Take the next shown event.
   *
   * @returns False where it is at or before the last position and was skipped: twice is as once.
   */
  apply(seq: number, event: AnyEvent): boolean {
    if (seq <= this.#seq) {
      return false;
    }
    this.#seq = seq;
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
          this.#errors = [...this.#errors, errorView(seq, event)];
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

  view(): StateView {
    const insights = new Map<string, InsightView>();
    const metrics = new Map<string, number>();
    const validations = new Map<string, ValidationView>();
    const diffs = new Map<string, DiffView>();
    for (const { seq, event } of this.#tellings.shown()) {
      switch (event.type) {
        case "insight_emitted":
          insights.set(event.data.id, insightView(seq, event));
          break;
        case "metric_update":
          metrics.set(event.data.key, event.data.value);
          break;
        case "validation_update":
          validations.set(`${event.data.phase} ${event.data.rule_id}`, validationView(event));
          break;
        case "diff_chunk":
          diffs.set(event.data.patch_id, diffView(seq, event));
          break;
      }
    }
    const steps = [...this.#steps.values()];
    return {
      status: this.#status,
      revision: this.#revision,
      reason: this.#reason,
      steps,
      currentStep: steps.filter((step) => step.state === "running").at(-1)?.step ?? "",
      progress: this.#progress,
      insights: [...insights.values()],
      metrics: Object.fromEntries(metrics),
      validations: [...validations.values()],
      diffs: [...diffs.values()],
      errors: this.#errors,
      artifacts: this.#artifacts,
      startedAt: this.#startedAt,
      finishedAt: this.#finishedAt,
      durationMs: this.#durationMs,
    };
  }

  #jobStatus({ data, timestamp }: JobStatusEvent): void {
    this.#status = data.status;
    this.#reason = data.reason ?? null;
    if (data.status === "started") {
      this.#startedAt = timestamp;
    }
    if (data.status === "running") {
      this.#revision = data.revision;
      this.#progress = 0;
      this.#errors = [];
      this.#finishedAt = null;
      this.#durationMs = null;
      this.#steps = new Map(
        (data.graph ?? []).map(({ step, after = [] }) => [
          step,
          { step, state: "pending", pct: 0, attempt: 1, after },
        ]),
      );
    }
  }

  #stepProgress({ data, run, timestamp }: StepProgressEvent): void {
    const before = this.#steps.get(data.step);
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
    this.#steps.set(data.step, step);
  }

  #done({ data, timestamp }: DoneEvent): void {
    this.#status = data.status;
    this.#artifacts = data.artifacts ?? {};
    this.#durationMs = data.duration_ms;
    this.#finishedAt = timestamp;
  }

  #advance(): void {
    if (this.#steps.size > 0) {
      let sum = 0;
      for (const step of this.#steps.values()) {
        sum += step.pct;
      }
      this.#progress = Math.max(this.#progress, Math.floor(sum / this.#steps.size));
    }
    if (this.#status === "completed") {
      this.#progress = FULL;
    }
  }
}

function isOlder(run: string | null | undefined, than: string | undefined): boolean {
  return Boolean(run && than && compareRuns(run, than) < 0);
}
