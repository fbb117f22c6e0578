import type {
  DiffChunkEvent,
  InsightEvent,
  MetricUpdateEvent,
  ValidationUpdateEvent,
} from "../generated/events";
import { compareRuns } from "./runs";

export type Telling = InsightEvent | MetricUpdateEvent | ValidationUpdateEvent | DiffChunkEvent;

export interface Told {
  readonly seq: number;
  readonly event: Telling;
}

/**
 * Insights, metrics, validations and diffs: the foreign ones, and those of each step by run.
 *
 * A step that ran twice shows once: of the newest run until one is accepted, of the accepted one from then on.
 */
export class Tellings {
  readonly #foreign: Told[] = [];
  readonly #bySteps = new Map<string, Map<string, Told[]>>();

  tell(seq: number, event: Telling): void {
    const { step, run } = event;
    if (step && run && event.id.startsWith(`${event.job_id}:${step}:${run}:`)) {
      this.#ofRun(step, run).push({ seq, event });
    } else {
      this.#foreign.push({ seq, event });
    }
  }

  /** A run of a step has begun: from now on it is the newest, though it may have told nothing yet. */
  begin(step: string, run: string): void {
    this.#ofRun(step, run);
  }

  /** A run of a step was accepted: what others said is not what was accepted. */
  accept(step: string, run: string | undefined): void {
    const accepted = new Map<string, Told[]>();
    if (run !== undefined) {
      accepted.set(run, this.#bySteps.get(step)?.get(run) ?? []);
    }
    this.#bySteps.set(step, accepted);
  }

  /** Everything that is shown, in the order of the log. */
  shown(): Told[] {
    const told = [...this.#foreign];
    for (const runs of this.#bySteps.values()) {
      const newest = [...runs.keys()].sort(compareRuns).at(-1);
      told.push(...((newest !== undefined && runs.get(newest)) || []));
    }
    return told.sort((left, right) => left.seq - right.seq);
  }

  #ofRun(step: string, run: string): Told[] {
    const runs = this.#bySteps.get(step) ?? new Map<string, Told[]>();
    this.#bySteps.set(step, runs);
    const told = runs.get(run) ?? [];
    runs.set(run, told);
    return told;
  }
}
