import { jobUrl } from "../urls";
import { backoffMs } from "./backoff";
import type { ControlFrame } from "./control";
import type { Environment } from "./environment";
import type { Followed } from "./followed";
import type { LastResort } from "./last-resort";
import type { FollowOptions } from "./options";
import { Polling } from "./polling";
import { Requests } from "./requests";
import { Stream, type StreamListener } from "./stream";
import { Trials } from "./trials";
import { isFinal, isUnknownPosition } from "./verdict";

/** So often in a row the stream may fail while the snapshot answers, before it is not waited for any more. */
export const STRIKES = 3;

const EXPIRED = { status: 401, code: "token_expired", title: "This link has expired", detail: "" };

/**
 * This tab's own connection: a stream that is opened again for as long as it is worth it, else the snapshot, asked for
 * every other second, and now and then a quiet try whether the stream comes through again.
 *
 * | what happens | what follows |
 * |---|---|
 * | the browser lost the stream | it tries once by itself, after the time that `retry:` gave; then we do |
 * | the browser gave up, or tried in vain | the snapshot says why, and has the rest; the next try after a growing wait |
 * | the stream fails again and again, or never says a word, and the snapshot answers | fallback |
 * | nothing answers | the next try after a growing wait, for as long as it takes; from the third one on beside the last resort |
 * | an answer that no later try would change | the end: failed |
 */
export class OwnConnection {
  readonly #options: FollowOptions;
  readonly #followed: Followed;
  readonly #environment: Environment;
  readonly #requests: Requests;
  readonly #trials: Trials;
  readonly #lastResort: LastResort;
  #stream: Stream | null = null;
  #polling: Polling | null = null;
  #timer: number | null = null;
  #attempt = 0;
  #strikes = 0;
  #lostBefore = false;
  #retryMs = 0;
  #closed = false;

  constructor(
    options: FollowOptions,
    followed: Followed,
    environment: Environment,
    lastResort: LastResort,
  ) {
    this.#options = options;
    this.#followed = followed;
    this.#environment = environment;
    this.#requests = new Requests(options, followed.clock, environment);
    this.#trials = new Trials(
      (listener) => this.#newStream(listener),
      (stream) => this.#leaveFallback(stream),
      environment,
    );
    this.#lastResort = lastResort;
    if (options.streaming === false) {
      this.#fallBack();
    } else {
      followed.set("connecting", "stream");
      this.#open();
    }
  }

  /** Look at the clock; `woken`: do not wait for what was put off. */
  check(woken: boolean): void {
    this.#stream?.check();
    this.#trials.check();
    if (woken) {
      this.#polling?.hurry();
      if (this.#timer !== null) {
        this.#open();
      }
    }
  }

  /** Try the stream now, if there is none, and what was put off. */
  streamAgain(): void {
    if (this.#polling) {
      this.#polling.hurry();
      this.#trials.now();
    } else if (this.#timer !== null) {
      this.#open();
    }
  }

  close(): void {
    this.#closed = true;
    this.#drop();
    this.#clearTimer();
    this.#polling?.close();
    this.#trials.stop();
    this.#lastResort.rest();
    this.#requests.close();
  }

  #newStream(listener: StreamListener): Stream {
    const after = String(this.#followed.history.cursor);
    return new Stream(jobUrl(this.#options, "stream", { after }), listener, this.#environment);
  }

  #open(): void {
    this.#clearTimer();
    this.#lostBefore = false;
    this.#followed.interrupted();
    this.#stream = this.#newStream(this.#listener());
  }

  #listener(): StreamListener {
    return {
      onHeard: () => this.#heard(),
      onEvent: (seq, event) => this.#followed.take(seq, event),
      onControl: (frame) => this.#onControl(frame),
      onStale: () => this.#followed.set("stale", "stream"),
      onLost: (final) => this.#onLost(final),
      onSilent: (since) => this.#onSilent(since),
    };
  }

  #heard(): void {
    this.#attempt = 0;
    this.#strikes = 0;
    this.#lostBefore = false;
    this.#lastResort.rest();
    this.#followed.set("live", "stream");
    this.#followed.heard();
  }

  #onControl(frame: ControlFrame): void {
    switch (frame.type) {
      case "caught_up":
        this.#followed.caughtUp();
        break;
      case "reset":
        this.#followed.reset();
        break;
      case "drain": // the end of the stream follows
        this.#retryMs = frame.retry_ms;
        break;
      case "expired":
        this.#followed.fail(EXPIRED);
        break;
    }
  }

  #onLost(final: boolean): void {
    this.#attempt += 1;
    this.#followed.interrupted();
    if (final || this.#lostBefore) {
      this.#drop();
      this.#reconnecting(null);
      void this.#askWhy(1);
    } else {
      this.#lostBefore = true;
      this.#reconnecting(this.#retryMs > 0 ? this.#environment.now() + this.#retryMs : null);
      this.#retryMs = 0;
    }
  }

  #onSilent(since: "opening" | "speaking"): void {
    this.#attempt += 1;
    this.#drop();
    this.#followed.interrupted();
    this.#reconnecting(null);
    if (since === "opening") {
      void this.#askWhy(STRIKES); // what holds back the first word holds back every word
    } else {
      this.#open();
    }
  }

  /** `EventSource` does not say why it gave up: the snapshot does, or has the rest. */
  async #askWhy(strikes: number): Promise<void> {
    const answer = await this.#requests.snapshot(this.#followed.history.cursor);
    if (this.#closed) {
      return;
    }
    if ("tag" in answer) {
      this.#lastResort.rest();
      this.#followed.takeAll(answer.snapshot?.events ?? []);
      this.#followed.interrupted();
    } else if (isFinal(answer)) {
      this.#followed.fail(answer);
    } else if (!isUnknownPosition(answer)) {
      this.#lastResort.unanswered();
      this.#later(answer.retryAfterMs ?? 0);
      return;
    }
    if (this.#followed.over) {
      return;
    }
    this.#strikes += strikes;
    if (this.#strikes >= STRIKES) {
      this.#fallBack();
      return;
    }
    await this.#askTheStream();
  }

  /** The snapshot answers, the stream does not: it may have said for how long (429, 503), or that all is told (204). */
  async #askTheStream(): Promise<void> {
    const answer = await this.#requests.stream(this.#followed.history.cursor);
    if (this.#closed) {
      return;
    }
    if ("over" in answer) {
      if (answer.over) {
        this.#followed.end();
      } else {
        this.#later(0);
      }
    } else {
      this.#later(answer.retryAfterMs ?? 0);
    }
  }

  #later(atLeastMs: number): void {
    const delay = backoffMs(this.#attempt, this.#environment.random(), atLeastMs);
    this.#reconnecting(this.#environment.now() + delay);
    this.#timer = this.#environment.setTimeout(() => this.#open(), delay);
  }

  #reconnecting(nextTryAt: number | null): void {
    if (!this.#followed.ended) {
      const attempt = this.#attempt;
      const lastResort = this.#lastResort.standing;
      this.#followed.set("reconnecting", "stream", { attempt, nextTryAt, lastResort });
    }
  }

  #fallBack(): void {
    this.#polling = new Polling(
      this.#followed,
      this.#requests,
      this.#environment,
      this.#lastResort,
    );
    if (this.#options.streaming !== false) {
      this.#trials.repeat();
    }
  }

  /** A stream came through: it takes the place of asking. */
  #leaveFallback(stream: Stream): StreamListener {
    this.#polling?.close();
    this.#polling = null;
    this.#stream = stream;
    this.#followed.interrupted();
    return this.#listener();
  }

  #drop(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  #clearTimer(): void {
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
