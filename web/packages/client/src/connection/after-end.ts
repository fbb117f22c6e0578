import type { JobAddress } from "../urls";
import type { Environment } from "./environment";
import type { Followed } from "./followed";
import { Requests } from "./requests";
import { isFinal, isUnknownPosition } from "./verdict";

/** Between two looks, while somebody sees the page: so long at least … */
export const LOOK_MS = 30_000;
/** … and up to so much longer: not all who saw the same end at the same moment. */
const JITTER_MS = 30_000;
/** Who comes back to the page sees what is new, but not with each of many clicks between windows. */
const FLICKER_MS = 5000;

/**
 * Looks, now and then, at a job that has ended: another viewer may have told it to go on. Nothing is asked while nobody
 * sees the page, and whoever comes back to it is told at once.
 */
export class AfterEnd {
  readonly #followed: Followed;
  readonly #requests: Requests;
  readonly #environment: Environment;
  readonly #listener: AfterEndListener;
  readonly #stopListening: () => void;
  #timer: number | null = null;
  #lookedAt: number;
  #tag: string | null = null;
  #closed = false;

  constructor(
    job: JobAddress,
    followed: Followed,
    environment: Environment,
    listener: AfterEndListener,
  ) {
    this.#followed = followed;
    this.#requests = new Requests(job, followed.clock, environment);
    this.#environment = environment;
    this.#listener = listener;
    this.#lookedAt = environment.now();
    this.#stopListening = environment.onReturn?.(() => this.#onReturn()) ?? (() => undefined);
    this.#later();
  }

  /** Another tab of this browser looked just now. */
  looked(): void {
    this.#lookedAt = this.#environment.now();
    this.#later();
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
    this.#clearTimer();
    this.#requests.close();
  }

  #onReturn(): void {
    if (this.#environment.now() - this.#lookedAt >= FLICKER_MS) {
      void this.#look();
    } else if (this.#timer === null) {
      this.#later();
    }
  }

  async #look(): Promise<void> {
    this.#clearTimer();
    if (this.#environment.hidden?.()) {
      return; // whoever comes back looks again
    }
    this.#lookedAt = this.#environment.now();
    this.#listener.onLooked();
    const answer = await this.#requests.snapshot(this.#followed.history.cursor, this.#tag);
    if (this.#closed) {
      return;
    }
    if ("tag" in answer) {
      this.#tag = answer.tag;
      if (answer.snapshot && answer.snapshot.events.length > 0) {
        this.#listener.onMore();
      } else {
        this.#later();
      }
    } else if (isUnknownPosition(answer)) {
      this.#listener.onMore(); // of another log, which is told from its start
    } else if (isFinal(answer)) {
      this.#followed.fail(answer);
    } else {
      this.#later(answer.retryAfterMs);
    }
  }

  #later(atLeastMs = 0): void {
    this.#clearTimer();
    const wait = LOOK_MS + this.#environment.random() * JITTER_MS;
    this.#timer = this.#environment.setTimeout(
      () => {
        this.#timer = null;
        void this.#look();
      },
      Math.max(wait, atLeastMs),
    );
  }

  #clearTimer(): void {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

export interface AfterEndListener {
  /** The server is asked, for all tabs of this browser. */
  onLooked(): void;
  /** The job went on behind the end that is known. */
  onMore(): void;
}
