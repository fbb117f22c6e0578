import type { Problem } from "../problem";
import { backoffMs } from "./backoff";
import type { Environment } from "./environment";
import type { Followed } from "./followed";
import type { LastResort } from "./last-resort";
import type { Requests } from "./requests";
import { isFinal, isUnknownPosition } from "./verdict";

/** Between an answer and the next question. */
export const POLL_MS = 2000;

/** Follows a job without a stream: asks for the snapshot every other second, for what is new only. */
export class Polling {
  readonly #followed: Followed;
  readonly #requests: Requests;
  readonly #environment: Environment;
  readonly #lastResort: LastResort;
  #timer: number | null = null;
  #tag: { readonly after: number; readonly tag: string | null } = { after: 0, tag: null };
  #failures = 0;
  #closed = false;

  constructor(
    followed: Followed,
    requests: Requests,
    environment: Environment,
    lastResort: LastResort,
  ) {
    this.#followed = followed;
    this.#requests = requests;
    this.#environment = environment;
    this.#lastResort = lastResort;
    followed.set("fallback", "polling");
    void this.#poll();
  }

  /** Ask now instead of later: the page was just shown again, or the network came back. */
  hurry(): void {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
      void this.#poll();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
    }
  }

  async #poll(): Promise<void> {
    const after = this.#followed.history.cursor;
    const answer = await this.#requests.snapshot(
      after,
      this.#tag.after === after ? this.#tag.tag : null,
    );
    if (this.#closed) {
      return;
    }
    if (!("tag" in answer)) {
      await this.#refused(answer, after);
      return;
    }
    this.#failures = 0;
    this.#lastResort.rest();
    this.#tag = { after, tag: answer.tag };
    this.#followed.set("fallback", "polling");
    this.#followed.takeAll(answer.snapshot?.events ?? []);
    if (!this.#followed.over) {
      this.#later(POLL_MS);
    }
  }

  async #refused(problem: Problem, after: number): Promise<void> {
    if (isUnknownPosition(problem) && after > 0) {
      this.#followed.reset();
      await this.#poll();
      return;
    }
    if (isFinal(problem)) {
      this.#followed.fail(problem);
      return;
    }
    this.#failures += 1;
    this.#lastResort.unanswered();
    const atLeastMs = problem.retryAfterMs ?? 0;
    const delay = backoffMs(this.#failures, this.#environment.random(), atLeastMs);
    this.#followed.set("fallback", "polling", {
      attempt: this.#failures,
      nextTryAt: this.#environment.now() + delay,
      problem,
      lastResort: this.#lastResort.standing,
    });
    this.#later(delay);
  }

  #later(ms: number): void {
    this.#timer = this.#environment.setTimeout(() => {
      this.#timer = null;
      void this.#poll();
    }, ms);
  }
}
