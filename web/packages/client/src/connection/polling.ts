import type { Problem } from "../problem";
import { backoffMs } from "./backoff";
import type { Environment } from "./environment";
import type { Followed } from "./followed";
import type { Requests, StartedWith } from "./requests";
import { isFinal, isUnknownPosition } from "./verdict";

/** Between an answer and the next question. */
export const POLL_MS = 2000;
/** So many questions in a row without an answer: starting again may still reach the server. */
const UNANSWERED = 3;

/** Follows a job without a stream: asks for the snapshot every other second, for what is new only. */
export class Polling {
  readonly #followed: Followed;
  readonly #requests: Requests;
  readonly #environment: Environment;
  #start: StartedWith | undefined;
  #timer: number | null = null;
  #tag: { readonly after: number; readonly tag: string | null } = { after: 0, tag: null };
  #failures = 0;
  #closed = false;

  constructor(
    followed: Followed,
    requests: Requests,
    environment: Environment,
    start: StartedWith | undefined,
  ) {
    this.#followed = followed;
    this.#requests = requests;
    this.#environment = environment;
    this.#start = start;
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
    if (this.#failures >= UNANSWERED && this.#start && (await this.#startAgain(this.#start))) {
      return;
    }
    if (!this.#closed) {
      const atLeastMs = problem.retryAfterMs ?? 0;
      const delay = backoffMs(this.#failures, this.#environment.random(), atLeastMs);
      const nextTryAt = this.#environment.now() + delay;
      this.#followed.set("fallback", "polling", { attempt: this.#failures, nextTryAt, problem });
      this.#later(delay);
    }
  }

  /**
   * The last resort: `POST /api/pipeline/run` with the key of the start finds this job, and answers when it has ended.
   *
   * @returns Whether that was the end of it.
   */
  async #startAgain(start: StartedWith): Promise<boolean> {
    const answer = await this.#requests.run(start);
    if (this.#closed) {
      return true;
    }
    if (!("ended" in answer)) {
      if (isFinal(answer) || answer.status === 409) {
        this.#start = undefined; // it will be refused again
      }
      return false;
    }
    const jobId = answer.ended ? answer.snapshot.job_id : answer.started.job_id;
    if (jobId !== this.#requests.jobId) {
      this.#start = undefined; // keys are the client's own, by its network address: that is another one by now
      return false;
    }
    if (answer.ended) {
      this.#followed.takeAll(answer.snapshot.events);
    }
    return this.#followed.over;
  }

  #later(ms: number): void {
    this.#timer = this.#environment.setTimeout(() => {
      this.#timer = null;
      void this.#poll();
    }, ms);
  }
}
