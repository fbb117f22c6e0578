import type { Environment } from "./environment";

/** At most seven publications begin in a second: it sees no more than eight, also where one of them is painted late. */
export const INTERVAL_MS = 150;

/** Calls back soon after something changed, but never more often than `INTERVAL_MS` allows. */
export class Coalescer {
  readonly #publish: () => void;
  readonly #environment: Environment;
  #last = Number.NEGATIVE_INFINITY;
  #timer: number | null = null;

  constructor(publish: () => void, environment: Environment) {
    this.#publish = publish;
    this.#environment = environment;
  }

  /** Something changed. */
  touch(): void {
    if (this.#timer !== null) {
      return;
    }
    const wait = Math.max(0, this.#last + INTERVAL_MS - this.#environment.now());
    // Also without a wait by a timer: a history arrives as many events in one turn, and is one change.
    this.#timer = this.#environment.setTimeout(() => {
      this.#timer = null;
      this.#last = this.#environment.now();
      this.#publish();
    }, wait);
  }

  stop(): void {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
