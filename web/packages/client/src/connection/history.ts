import { type AnyEvent, isKnown } from "../events";
import type { Capture } from "../fold/capture";
import { JobState } from "../fold/job-state";
import type { StateView } from "../generated/state";
import type { StreamingState } from "../streaming-state";

/** What is shown of a job. */
export type HistoryView = Omit<StreamingState, "connection">;

/**
 * The fold behind a connection that may be cut, repeated and reset.
 *
 * After a reset the history is told from its start: until all of it is here the view stays what it was, so that nobody
 * sees a job shrink and grow again.
 */
export class History {
  #fold = new JobState();
  #shown: HistoryView = { ...this.#fold.view(), metricSeries: {} };
  #behind = false;

  /** The position to resume at. */
  get cursor(): number {
    return this.#fold.seq;
  }

  get ended(): boolean {
    return this.#fold.ended;
  }

  /** Whether a history that begins again is not whole yet. */
  get behind(): boolean {
    return this.#behind;
  }

  /** The fold, to be sent to another tab, which clones it. */
  get capture(): Capture {
    return this.#fold.capture;
  }

  /** Take an event; false where it changes nothing, because it was there before or is a mere sign of life. */
  take(seq: number, event: AnyEvent): boolean {
    if (!Number.isSafeInteger(seq) || seq <= 0 || (isKnown(event) && event.type === "heartbeat")) {
      return false;
    }
    return this.#fold.apply(seq, event);
  }

  /** Go on from what another tab knows; the capture is taken over. */
  adopt(capture: Capture): void {
    this.#fold = new JobState(capture);
    this.#behind = false;
  }

  /** The cursor was of no use: what follows is the history from its start. */
  reset(): void {
    this.#shown = this.view();
    this.#fold = new JobState();
    this.#behind = true;
  }

  /** Everything up to now is here. */
  caughtUp(): void {
    this.#behind = false;
  }

  view(): HistoryView {
    if (!this.#behind) {
      const { metricSeries } = this.#fold;
      this.#shown = { ...notBack(this.#shown, this.#fold.view()), metricSeries };
    }
    return this.#shown;
  }
}

/** A history that lost its start may give less progress than was shown: within a revision it never goes back. */
function notBack(before: StateView, after: StateView): StateView {
  if (after.revision === before.revision && after.progress < before.progress) {
    return { ...after, progress: before.progress };
  }
  return after;
}
