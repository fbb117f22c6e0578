import { ask, authorization } from "../ask";
import type { Snapshot } from "../generated/snapshot";
import { ApiError, type Problem, problemOf, unreachable } from "../problem";
import { type Ran, runPipeline, type StartBody } from "../starting";
import { type JobAddress, jobPath } from "../urls";
import type { Clock } from "./clock";
import type { Environment } from "./environment";

/** An answer that takes longer is none. */
const PATIENCE_MS = 10_000;
/** The server itself waits up to a minute for the job's end. */
const RUN_PATIENCE_MS = 90_000;
const NO_CONTENT = 204;
const NOT_MODIFIED = 304;

/** How the job was started, for who can start it again: the same key gives the same job. */
export interface StartedWith {
  readonly body: StartBody;
  readonly idempotencyKey: string;
}

export interface SnapshotAnswer {
  /** Null where nothing is new. */
  readonly snapshot: Snapshot | null;
  /** What to ask with next time; null where the server names none. */
  readonly tag: string | null;
}

/** What is asked besides the stream. Every failure is a `Problem`; what is asked ends with `close`. */
export class Requests {
  readonly #job: JobAddress;
  readonly #clock: Clock;
  readonly #environment: Environment;
  readonly #asked = new Set<Asked>();

  constructor(job: JobAddress, clock: Clock, environment: Environment) {
    this.#job = job;
    this.#clock = clock;
    this.#environment = environment;
  }

  /** Ask for what came behind a position; with the tag of an earlier answer to the same question, only if it is another. */
  snapshot(after: number, tag: string | null = null): Promise<SnapshotAnswer | Problem> {
    return this.#within(PATIENCE_MS, async (signal) => {
      const askedAt = this.#environment.now();
      const url = jobPath(this.#job, "snapshot", after > 0 ? { after: String(after) } : {});
      const response = await this.#environment.fetch(url, {
        credentials: "include",
        headers: { ...authorization(this.#job), ...(tag ? { "If-None-Match": tag } : {}) },
        signal,
      });
      if (response.status === NOT_MODIFIED) {
        return { snapshot: null, tag };
      }
      if (!response.ok) {
        throw new ApiError(await problemOf(response));
      }
      const snapshot = (await response.json()) as Snapshot;
      if (!Array.isArray(snapshot.events)) {
        throw new ApiError(unreachable()); // somebody else answers in the server's place
      }
      this.#clock.answered(Date.parse(snapshot.snapshot_at), askedAt, this.#environment.now());
      return { snapshot, tag: response.headers.get("ETag") };
    });
  }

  /** Ask the stream for its first bytes only: why `EventSource` gave up, which does not say. */
  stream(after: number): Promise<{ readonly over: boolean } | Problem> {
    return this.#within(PATIENCE_MS, async (signal) => {
      const url = jobPath(this.#job, "stream", { after: String(after) });
      const headers = { ...authorization(this.#job), Accept: "text/event-stream" };
      const response = await ask(url, { headers }, { fetch: this.#environment.fetch, signal });
      return { over: response.status === NO_CONTENT };
    });
  }

  /** Start the job once more, which finds it, and wait for its end. */
  run(start: StartedWith): Promise<Ran | Problem> {
    return this.#within(RUN_PATIENCE_MS, (signal) =>
      runPipeline(start.body, {
        idempotencyKey: start.idempotencyKey,
        baseUrl: this.#job.baseUrl,
        fetch: this.#environment.fetch,
        signal,
      }),
    );
  }

  /** Whoever waits for an answer has one now: that there is none. */
  close(): void {
    for (const asked of this.#asked) {
      this.#end(asked);
    }
  }

  async #within<T>(ms: number, answer: (signal: AbortSignal) => Promise<T>): Promise<T | Problem> {
    const controller = new AbortController();
    const asked = {
      controller,
      timer: this.#environment.setTimeout(() => controller.abort(), ms),
    };
    this.#asked.add(asked);
    try {
      return await Promise.race([answer(controller.signal), aborted(controller.signal)]);
    } catch (error) {
      return error instanceof ApiError ? error.problem : unreachable();
    } finally {
      this.#end(asked); // of a stream only its first bytes were wanted
    }
  }

  #end(asked: Asked): void {
    this.#asked.delete(asked);
    this.#environment.clearTimeout(asked.timer);
    asked.controller.abort();
  }
}

interface Asked {
  readonly controller: AbortController;
  readonly timer: number;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new ApiError(unreachable())), { once: true });
  });
}
