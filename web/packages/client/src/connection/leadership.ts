import type { Environment, Locks } from "./environment";

/** What the tab that led said last may still be on its way: an end that it told need not be asked for again. */
const TAKEOVER_MS = 100;

export interface Candidate {
  /** Whether another tab led until now. */
  readonly led: boolean;
  onGained(): void;
  /** It was taken away. */
  onLost(): void;
}

/** The lock that one tab holds: asked for, waited for, taken from a tab that hangs, and given up. */
export class Leadership {
  readonly #name: string;
  readonly #locks: Locks;
  readonly #environment: Environment;
  readonly #candidate: Candidate;
  /** The request that counts; any other one was given up. */
  #request: AbortController | null = null;
  #release: (() => void) | null = null;
  #timer: number | null = null;

  constructor(name: string, locks: Locks, environment: Environment, candidate: Candidate) {
    this.#name = name;
    this.#locks = locks;
    this.#environment = environment;
    this.#candidate = candidate;
  }

  /** Whether the lock is ours already, though we do not lead yet. */
  get near(): boolean {
    return this.#timer !== null;
  }

  /** Wait for the lock. */
  request(): void {
    this.giveUp();
    this.#ask(new AbortController(), false);
  }

  /** Take the lock from who holds it. */
  steal(): void {
    this.giveUp();
    this.#ask(new AbortController(), true);
  }

  /** Wait no longer, or let go. */
  giveUp(): void {
    const request = this.#request;
    this.#request = null;
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
    request?.abort();
    this.#release?.();
    this.#release = null;
  }

  #ask(request: AbortController, steal: boolean): void {
    this.#request = request;
    // A signal and stealing exclude each other, and what is stolen is never waited for.
    const options = steal ? { steal } : { signal: request.signal };
    this.#locks
      .request(this.#name, options, () => this.#onGranted(request))
      .catch(() => this.#onRefused(request));
  }

  #onGranted(request: AbortController): Promise<void> {
    if (this.#request !== request) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#release = resolve;
      if (this.#candidate.led) {
        this.#timer = this.#environment.setTimeout(() => {
          this.#timer = null;
          this.#candidate.onGained();
        }, TAKEOVER_MS);
      } else {
        this.#candidate.onGained();
      }
    });
  }

  #onRefused(request: AbortController): void {
    if (this.#request !== request) {
      return; // we gave it up ourselves
    }
    const led = this.#release !== null;
    this.giveUp();
    if (led) {
      this.#candidate.onLost();
    } else {
      this.#candidate.onGained(); // no locks are to be had here, as in a sandboxed frame: each tab for itself
    }
  }
}
