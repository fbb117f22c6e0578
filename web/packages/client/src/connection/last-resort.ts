import type { JobAddress } from "../urls";
import type { Environment } from "./environment";
import type { Followed } from "./followed";
import { Requests, type StartedWith } from "./requests";
import type { LastResortStanding } from "./status";
import { isFinal } from "./verdict";

/** So many questions in a row without an answer: starting again may still reach the server. */
export const UNANSWERED = 3;
const CONFLICT = 409;

/**
 * A tab's last resort, where neither stream nor snapshot can be had: `POST /api/pipeline/run` with the key of the start finds
 * this job, and answers when it has ended. It waits beside the tries of both, which go on: whatever answers first is taken.
 */
export class LastResort {
  readonly #job: JobAddress;
  readonly #followed: Followed;
  readonly #environment: Environment;
  #start: StartedWith | undefined;
  #requests: Requests | null = null;
  #unanswered = 0;
  #notBefore = 0;
  #standing: LastResortStanding = null;

  constructor(
    job: JobAddress,
    followed: Followed,
    environment: Environment,
    start: StartedWith | undefined,
  ) {
    this.#job = job;
    this.#followed = followed;
    this.#environment = environment;
    this.#start = start;
  }

  /** What there is to say of it. */
  get standing(): LastResortStanding {
    return this.#standing;
  }

  /** Another tab had no answer and cannot ask: be as far as it is. False where this one cannot ask either. */
  takeOver(): boolean {
    if (!this.#start) {
      return false;
    }
    this.#unanswered = UNANSWERED - 1;
    return true;
  }

  /** Stream or snapshot answered, or this tab asks for neither any more: nobody needs this. */
  rest(): void {
    this.#unanswered = 0;
    this.#standing = null;
    this.#requests?.close();
    this.#requests = null;
  }

  /** The snapshot did not answer. */
  unanswered(): void {
    this.#unanswered += 1;
    if (this.#unanswered < UNANSWERED) {
      return;
    }
    this.#standing = this.#start ? "asked" : "impossible";
    if (this.#start && !this.#requests && this.#environment.now() >= this.#notBefore) {
      void this.#ask(this.#start);
    }
  }

  async #ask(start: StartedWith): Promise<void> {
    const requests = new Requests(this.#job, this.#followed.clock, this.#environment);
    this.#requests = requests;
    const answer = await requests.run(start);
    if (this.#requests !== requests) {
      return; // not waited for any more
    }
    this.#requests = null;
    if (!("ended" in answer)) {
      this.#notBefore = this.#environment.now() + (answer.retryAfterMs ?? 0);
      if (isFinal(answer) || answer.status === CONFLICT) {
        this.#giveUp(); // it will be refused again
      }
      return;
    }
    const jobId = answer.ended ? answer.snapshot.job_id : answer.started.job_id;
    if (jobId !== this.#job.jobId) {
      this.#giveUp(); // keys are the client's own, by its network address: that is another one by now
    } else if (answer.ended) {
      this.#followed.takeAll(answer.snapshot.events);
    }
  }

  #giveUp(): void {
    this.#start = undefined;
    this.#standing = "impossible";
    this.#followed.show({ ...this.#followed.status, lastResort: "impossible" });
  }
}
