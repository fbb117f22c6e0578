import { authorization } from "../ask";
import { parseEvent } from "../events";
import type { Snapshot } from "../generated/snapshot";
import { type Problem, problemOf, unreachable } from "../problem";
import type { StreamingState } from "../streaming-state";
import { type JobAddress, jobPath, jobUrl } from "../urls";
import { backoffMs } from "./backoff";
import { Coalescer } from "./coalescer";
import { parseControl } from "./control";
import { browserEnvironment, type Environment } from "./environment";
import { History } from "./history";
import { CONNECTING, type ConnectionStatus } from "./status";

/** The gateway gives a sign of life after 15 s of silence: two of them were lost. */
export const STALE_AFTER_MS = 35_000;
/** A connection that is silent for three is given up: nothing else would ever tell that it is dead. */
export const GIVE_UP_AFTER_MS = 45_000;

const CLOSED = 2;
/** Answers that no later try would change. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

export interface FollowOptions extends JobAddress {
  /** Called at most eight times a second, and once after the last change. */
  onState(state: StreamingState): void;
  /** False: never a stream; the snapshot is asked for instead. */
  readonly streaming?: boolean | undefined;
  /** One connection for all tabs of this browser that follow the job with this token; false: one of our own. */
  readonly shared?: boolean | undefined;
  /** Tell the console of each frame and of each change of the connection. The token is never told. */
  readonly debug?: boolean | undefined;
  readonly environment?: Environment | undefined;
}

export interface Following {
  /** Stop: nothing is called, open or scheduled afterwards. */
  close(): void;
  /** Try the stream now, wherever the connection stands: also behind the end, where the job runs again. */
  streamAgain(): void;
}

/** Follow a job from its start to its end, through whatever becomes of the connection. */
export function followJob(options: FollowOptions): Following {
  const environment = options.environment ?? browserEnvironment();
  let follower = new Follower(options, environment);
  follower.open();
  return {
    close: () => follower.close(),
    streamAgain: () => {
      follower.close();
      follower = new Follower(options, environment);
      follower.open();
    },
  };
}

class Follower {
  readonly #options: FollowOptions;
  readonly #environment: Environment;
  readonly #coalescer: Coalescer;
  readonly #stopWatching: () => void;
  readonly #history = new History();
  #status: ConnectionStatus = CONNECTING;
  #source: EventSource | null = null;
  #retry: number | null = null;
  #lastHeard: number;
  #caughtUp = false;
  #closed = false;

  constructor(options: FollowOptions, environment: Environment) {
    this.#options = options;
    this.#environment = environment;
    this.#lastHeard = environment.now();
    this.#coalescer = new Coalescer(() => this.#publish(), environment);
    this.#stopWatching = environment.watch(() => this.#checkHealth());
  }

  open(): void {
    this.#retry = null;
    this.#caughtUp = false;
    this.#lastHeard = this.#environment.now();
    const url = jobUrl(this.#options, "stream", { after: String(this.#history.cursor) });
    const source = new this.#environment.EventSource(url, { withCredentials: true });
    this.#source = source;
    source.onopen = () => this.#heard();
    source.onmessage = (message) => this.#onMessage(message);
    source.onerror = () => this.#onError(source);
    source.addEventListener("control", (message) => this.#onControl(message));
  }

  close(): void {
    this.#closed = true;
    this.#release();
  }

  #onMessage(message: MessageEvent<string>): void {
    this.#heard();
    const event = parseEvent(message.data);
    if (event && this.#history.take(Number(message.lastEventId), event)) {
      this.#coalescer.touch();
      this.#endIfOver();
    }
  }

  #onControl(message: MessageEvent<string>): void {
    this.#heard();
    const frame = parseControl(message.data);
    switch (frame?.type) {
      case "caught_up":
        this.#caughtUp = true;
        this.#history.caughtUp();
        this.#coalescer.touch();
        this.#endIfOver();
        break;
      case "reset":
        this.#caughtUp = false;
        this.#history.reset();
        break;
      case "expired":
        this.#fail({
          status: 401,
          code: "token_expired",
          title: "This link has expired",
          detail: "",
        });
        break;
      default: // `drain` is followed by the stream's end, which `EventSource` handles with the `retry:` it was given
        break;
    }
  }

  /** History may hold the `done` of an earlier revision: only what is caught up can be over. */
  #endIfOver(): void {
    if (this.#caughtUp && this.#history.ended) {
      this.#finish({ ...CONNECTING, phase: "ended" });
    }
  }

  #onError(source: EventSource): void {
    this.#caughtUp = false;
    if (!this.#history.ended) {
      this.#reconnecting(null);
    }
    // Otherwise it tries again by itself, with the delay that the server gave.
    if (source.readyState === CLOSED) {
      this.#drop();
      void this.#askWhy();
    }
  }

  /** `EventSource` gives up on any answer but 200, and does not say on which: the snapshot does, or has the rest. */
  async #askWhy(): Promise<void> {
    const answer = await this.#snapshot();
    if (this.#closed) {
      return;
    }
    if ("events" in answer) {
      for (const { seq, event } of answer.events) {
        this.#history.take(seq, event);
      }
      this.#history.caughtUp();
      if (this.#history.ended) {
        this.#finish({ ...CONNECTING, phase: "ended" });
      } else {
        this.#retryLater(0);
      }
    } else if (FINAL.has(answer.status)) {
      this.#fail(answer);
    } else {
      this.#retryLater(answer.retryAfterMs ?? 0);
    }
  }

  async #snapshot(): Promise<Snapshot | Problem> {
    try {
      const response = await this.#environment.fetch(jobPath(this.#options, "snapshot"), {
        credentials: "include",
        headers: authorization(this.#options),
      });
      return response.ok ? ((await response.json()) as Snapshot) : await problemOf(response);
    } catch {
      return unreachable();
    }
  }

  #retryLater(atLeastMs: number): void {
    const delay = backoffMs(this.#status.attempt, this.#environment.random(), atLeastMs);
    this.#set({ ...this.#status, nextTryAt: this.#environment.now() + delay });
    this.#retry = this.#environment.setTimeout(() => this.open(), delay);
  }

  #checkHealth(): void {
    const silent = this.#environment.now() - this.#lastHeard;
    if (!this.#source || (this.#status.phase !== "live" && this.#status.phase !== "stale")) {
      return;
    }
    if (silent >= GIVE_UP_AFTER_MS) {
      this.#drop();
      this.#reconnecting(null);
      this.open();
    } else if (silent >= STALE_AFTER_MS) {
      this.#set({ ...this.#status, phase: "stale" });
    }
  }

  #heard(): void {
    this.#lastHeard = this.#environment.now();
    if (this.#status.phase !== "live") {
      this.#set({ ...CONNECTING, phase: "live" });
    }
  }

  #reconnecting(nextTryAt: number | null): void {
    const attempt = this.#status.attempt + 1;
    this.#set({ ...CONNECTING, phase: "reconnecting", attempt, nextTryAt });
  }

  #fail(problem: Problem): void {
    this.#finish({ ...CONNECTING, phase: "failed", problem });
  }

  /** The last state goes out at once: nothing follows that could carry it. */
  #finish(status: ConnectionStatus): void {
    this.#release();
    this.#status = status;
    this.#publish();
  }

  #set(status: ConnectionStatus): void {
    if (
      status.phase !== this.#status.phase ||
      status.attempt !== this.#status.attempt ||
      status.nextTryAt !== this.#status.nextTryAt
    ) {
      this.#status = status;
      this.#coalescer.touch();
    }
  }

  #publish(): void {
    this.#options.onState({ ...this.#history.view(), connection: this.#status });
  }

  #drop(): void {
    this.#source?.close();
    this.#source = null;
  }

  #release(): void {
    this.#drop();
    this.#coalescer.stop();
    this.#stopWatching();
    if (this.#retry !== null) {
      this.#environment.clearTimeout(this.#retry);
      this.#retry = null;
    }
  }
}
