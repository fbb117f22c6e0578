import type { DiffView, InsightView, ValidationView } from "../generated/state";
import type { MetricPoint } from "./series";
import type { Tellings, TellingType, Told } from "./tellings";
import { diffView, insightView, validationView } from "./views";

/** What is shown of tellings. Made anew only where something was told, so that an unchanged list is the same object. */
export class Shown {
  readonly #tellings: Tellings;
  readonly #made = new Map<string, { readonly at: number; readonly value: unknown }>();

  constructor(tellings: Tellings) {
    this.#tellings = tellings;
  }

  insights(): readonly InsightView[] {
    return this.#once("insights", "insight_emitted", (told) =>
      told.flatMap(({ seq, event }) =>
        event.type === "insight_emitted" ? [insightView(seq, event)] : [],
      ),
    );
  }

  metrics(): Readonly<Record<string, number>> {
    return this.#once("metrics", "metric_update", (told) =>
      Object.fromEntries(
        told.flatMap(({ event }) =>
          event.type === "metric_update" ? [[event.data.key, event.data.value] as const] : [],
        ),
      ),
    );
  }

  metricSeries(): Readonly<Record<string, readonly MetricPoint[]>> {
    return this.#once("series", "metric_update", (told) =>
      Object.fromEntries(
        told.flatMap(({ event, points }) =>
          event.type === "metric_update"
            ? [
                [
                  event.data.key,
                  points.map(({ timestamp, value }) => ({ timestamp, value })),
                ] as const,
              ]
            : [],
        ),
      ),
    );
  }

  validations(): readonly ValidationView[] {
    return this.#once("validations", "validation_update", (told) =>
      told.flatMap(({ event }) =>
        event.type === "validation_update" ? [validationView(event)] : [],
      ),
    );
  }

  diffs(): readonly DiffView[] {
    return this.#once("diffs", "diff_chunk", (told) =>
      told.flatMap(({ seq, event }) => (event.type === "diff_chunk" ? [diffView(seq, event)] : [])),
    );
  }

  #once<T>(name: string, type: TellingType, make: (told: Told[]) => T): T {
    const at = this.#tellings.changesOf(type);
    const made = this.#made.get(name);
    if (made?.at === at) {
      return made.value as T;
    }
    const value = make(this.#tellings.shown(type));
    this.#made.set(name, { at, value });
    return value;
  }
}
