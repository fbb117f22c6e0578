import type {
  DiffChunkEvent,
  InsightEvent,
  MetricUpdateEvent,
  ValidationUpdateEvent,
} from "../generated/events";
import { compareRuns } from "./runs";
import { type PlacedPoint, withPoint } from "./series";

export type Telling = InsightEvent | MetricUpdateEvent | ValidationUpdateEvent | DiffChunkEvent;
export type TellingType = Telling["type"];

/** What was told of one thing: where that began, the newest word, and of a metric its values. */
export interface Told {
  readonly first: number;
  readonly seq: number;
  readonly event: Telling;
  readonly points: readonly PlacedPoint[];
}

/** By what is told of. Only the newest word of each is kept: memory follows the things, not the number of events. */
type Words = Map<string, Told>;

/** All that was told, as plain data. */
export interface ToldSoFar {
  readonly foreign: Words;
  readonly bySteps: Map<string, Map<string, Words>>;
}

/**
 * Insights, metrics, validations and diffs: the foreign ones, and those of each step by run.
 *
 * A step that ran twice shows once: of the newest run until one is accepted, of the accepted one from then on.
 */
export class Tellings {
  readonly #told: ToldSoFar;
  readonly #changes: Record<TellingType, number> = {
    insight_emitted: 0,
    metric_update: 0,
    validation_update: 0,
    diff_chunk: 0,
  };

  constructor(told: ToldSoFar = { foreign: new Map(), bySteps: new Map() }) {
    this.#told = told;
  }

  get told(): ToldSoFar {
    return this.#told;
  }

  /** A number that is another one whenever what is shown of a type may be another. */
  changesOf(type: TellingType): number {
    return this.#changes[type];
  }

  tell(seq: number, event: Telling): void {
    const { step, run } = event;
    const own = step && run && event.id.startsWith(`${event.job_id}:${step}:${run}:`);
    note(own ? this.#ofRun(step, run) : this.#told.foreign, seq, event);
    this.#changes[event.type] += 1;
  }

  /** A run of a step has begun: from now on it is the newest, though it may have told nothing yet. */
  begin(step: string, run: string): void {
    this.#ofRun(step, run);
  }

  /** A run of a step was accepted: what others said is not what was accepted. */
  accept(step: string, run: string | undefined): void {
    const accepted = new Map<string, Words>();
    if (run !== undefined) {
      accepted.set(run, this.#told.bySteps.get(step)?.get(run) ?? new Map());
    }
    this.#told.bySteps.set(step, accepted);
    this.#allChanged();
  }

  /** What is shown of a type: each thing once, in the order in which the log first told of it. */
  shown(type: TellingType): Told[] {
    const shown: Words = new Map();
    for (const words of this.#visible()) {
      for (const [key, told] of words) {
        if (told.event.type === type) {
          shown.set(key, merged(shown.get(key), told));
        }
      }
    }
    return [...shown.values()].sort((left, right) => left.first - right.first);
  }

  *#visible(): Iterable<Words> {
    yield this.#told.foreign;
    for (const runs of this.#told.bySteps.values()) {
      const newest = [...runs.keys()].sort(compareRuns).at(-1);
      const words = newest !== undefined && runs.get(newest);
      if (words) {
        yield words;
      }
    }
  }

  #ofRun(step: string, run: string): Words {
    const runs = this.#told.bySteps.get(step) ?? new Map<string, Words>();
    this.#told.bySteps.set(step, runs);
    let words = runs.get(run);
    if (!words) {
      words = new Map();
      runs.set(run, words);
      this.#allChanged(); // it may be the newest now, and hide what others told
    }
    return words;
  }

  #allChanged(): void {
    for (const type of Object.keys(this.#changes) as TellingType[]) {
      this.#changes[type] += 1;
    }
  }
}

function note(words: Words, seq: number, event: Telling): void {
  const key = keyOf(event);
  const before = words.get(key);
  const first = before?.first ?? seq;
  const points =
    event.type === "metric_update"
      ? withPoint(before?.points ?? [], {
          seq,
          timestamp: event.timestamp,
          value: event.data.value,
        })
      : [];
  words.set(key, { first, seq, event, points });
}

/** Two may speak of the same thing, a step and an integrator: the log's order decides. */
function merged(one: Told | undefined, other: Told): Told {
  if (!one) {
    return other;
  }
  return {
    first: Math.min(one.first, other.first),
    seq: Math.max(one.seq, other.seq),
    event: one.seq > other.seq ? one.event : other.event,
    points: [...one.points, ...other.points].sort((left, right) => left.seq - right.seq),
  };
}

function keyOf(event: Telling): string {
  switch (event.type) {
    case "insight_emitted":
      return `insight ${event.data.id}`;
    case "metric_update":
      return `metric ${event.data.key}`;
    case "validation_update":
      return `validation ${event.data.phase} ${event.data.rule_id}`;
    case "diff_chunk":
      return `diff ${event.data.patch_id}`;
  }
}
