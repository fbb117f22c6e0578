import { type AnyEvent, isKnown, parseEvent } from "../events";
import { type ControlFrame, parseControl } from "./control";
import type { Environment } from "./environment";

/** Nothing at all came for so long since it was opened: the gateway tells at once where a viewer stands. */
export const OPENING_MS = 10_000;
/** The gateway gives a sign of life after 15 s of silence: two of them were lost. */
export const STALE_AFTER_MS = 35_000;
/** A connection that is silent for three is given up: nothing else would ever tell that it is dead. */
export const GIVE_UP_AFTER_MS = 45_000;

const CLOSED = 2;

/** What one stream tells. After `onLost(true)` and `onSilent` it is closed. */
export interface StreamListener {
  /** A frame of any kind came: the stream is alive. Told before what the frame holds. */
  onHeard(): void;
  onEvent(seq: number, event: AnyEvent): void;
  onControl(frame: ControlFrame): void;
  /** Nothing was heard for longer than usual. */
  onStale(): void;
  /** It was lost; `final` where the browser does not try again by itself. */
  onLost(final: boolean): void;
  /** Dead: silent since it was opened, or for too long after it had spoken. */
  onSilent(since: "opening" | "speaking"): void;
}

/** One `EventSource`, with what it does not see by itself: that nothing comes. */
export class Stream {
  readonly #source: EventSource;
  readonly #listener: StreamListener;
  readonly #environment: Environment;
  #lastHeard: number;
  #spoke = false;

  constructor(url: string, listener: StreamListener, environment: Environment) {
    this.#listener = listener;
    this.#environment = environment;
    this.#lastHeard = environment.now();
    const source = new environment.EventSource(url, { withCredentials: true });
    this.#source = source;
    source.onmessage = (message) => this.#onMessage(message);
    source.addEventListener("control", (message) => this.#onControl(message));
    source.onerror = () => this.#onError();
  }

  /** Look at the clock. */
  check(): void {
    const silent = this.#environment.now() - this.#lastHeard;
    if (this.#spoke && silent >= GIVE_UP_AFTER_MS) {
      this.close();
      this.#listener.onSilent("speaking");
    } else if (this.#spoke && silent >= STALE_AFTER_MS) {
      this.#listener.onStale();
    } else if (!this.#spoke && silent >= OPENING_MS) {
      this.close();
      this.#listener.onSilent("opening");
    }
  }

  close(): void {
    this.#source.onmessage = null;
    this.#source.onerror = null;
    this.#source.close();
  }

  #onMessage(message: MessageEvent<string>): void {
    this.#heard();
    const event = parseEvent(message.data);
    if (event) {
      // A sign of life has no position: the browser repeats the last one.
      const seq = isKnown(event) && event.type === "heartbeat" ? 0 : Number(message.lastEventId);
      this.#listener.onEvent(seq, event);
    }
  }

  #onControl(message: MessageEvent<string>): void {
    if (this.#source.readyState === CLOSED) {
      return;
    }
    this.#heard();
    const frame = parseControl(message.data);
    if (frame) {
      this.#listener.onControl(frame);
    }
  }

  #onError(): void {
    const final = this.#source.readyState === CLOSED;
    // The browser opens it again, and has as long for that as the first time.
    this.#spoke = false;
    this.#lastHeard = this.#environment.now();
    if (final) {
      this.close();
    }
    this.#listener.onLost(final);
  }

  #heard(): void {
    this.#spoke = true;
    this.#lastHeard = this.#environment.now();
    this.#listener.onHeard();
  }
}
