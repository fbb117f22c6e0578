import type { Environment } from "./environment";
import type { Stream, StreamListener } from "./stream";

/** Between two quiet tries of the stream: so long before the first one, twice as long before each next one … */
export const TRIAL_MS = 60_000;
/** … up to so long. */
export const LONGEST_TRIAL_MS = 480_000;

/** Quiet tries of the stream while the job is followed without one: what fails here changes nothing. */
export class Trials {
  readonly #open: (listener: StreamListener) => Stream;
  readonly #onWell: (stream: Stream) => StreamListener;
  readonly #environment: Environment;
  #stream: Stream | null = null;
  #timer: number | null = null;
  #wait: number | null = null;

  /**
   * @param open Opens a stream.
   * @param onWell Takes over a stream that spoke, and hears what it says from then on.
   */
  constructor(
    open: (listener: StreamListener) => Stream,
    onWell: (stream: Stream) => StreamListener,
    environment: Environment,
  ) {
    this.#open = open;
    this.#onWell = onWell;
    this.#environment = environment;
  }

  /** Try now and then, from a while on. */
  repeat(): void {
    this.#wait = TRIAL_MS;
    this.#later();
  }

  /** Try now, unless a try is under way. */
  now(): void {
    if (this.#stream) {
      return;
    }
    this.#clearTimer();
    let listener: StreamListener | null = null;
    const stream = this.#open({
      onHeard: () => {
        if (!listener) {
          this.#stream = null;
          this.stop();
          listener = this.#onWell(stream);
        }
        listener.onHeard();
      },
      onEvent: (seq, event) => listener?.onEvent(seq, event),
      onControl: (frame) => listener?.onControl(frame),
      onStale: () => listener?.onStale(),
      onLost: (final) => (listener ? listener.onLost(final) : this.#failed()),
      onSilent: (since) => (listener ? listener.onSilent(since) : this.#failed()),
    });
    this.#stream = stream;
  }

  /** Look at the clock. */
  check(): void {
    this.#stream?.check();
  }

  stop(): void {
    this.#wait = null;
    this.#clearTimer();
    this.#stream?.close();
    this.#stream = null;
  }

  #failed(): void {
    this.#stream?.close();
    this.#stream = null;
    if (this.#wait !== null) {
      this.#later();
    }
  }

  #later(): void {
    const wait = this.#wait ?? TRIAL_MS;
    this.#wait = Math.min(2 * wait, LONGEST_TRIAL_MS);
    // Not all tabs of all users at the same moment, after a failure that they had in common.
    const jittered = wait * (0.75 + this.#environment.random() / 2);
    this.#timer = this.#environment.setTimeout(() => {
      this.#timer = null;
      this.now();
    }, jittered);
  }

  #clearTimer(): void {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
