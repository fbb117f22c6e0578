import type { AnyEvent } from "../events";
import type { Capture } from "../fold/capture";
import type { Snapshot } from "../generated/snapshot";
import type { Problem } from "../problem";
import type { StreamingState } from "../streaming-state";
import { Clock } from "./clock";
import { Coalescer } from "./coalescer";
import type { Environment } from "./environment";
import { History } from "./history";
import { CONNECTING, type ConnectionPhase, type ConnectionStatus } from "./status";

/** Who passes on to other tabs what this one learns. */
export interface Witness {
  onEvent(before: number, seq: number, event: AnyEvent): void;
  /** A sign of life, or another status. */
  onHeard(): void;
  /** The history was told anew: what others know may not be true any more. */
  onRetold(): void;
}

/** How long somebody may wait for a revision that was just asked for before the old end counts as the end again. */
const EXPECTED_WITHIN_MS = 30_000;

/** A job as it is followed: its history, where the connection stands, and who is told, however events come. */
export class Followed {
  readonly history = new History();
  readonly clock = new Clock();
  readonly #environment: Environment;
  readonly #publish: (state: StreamingState) => void;
  readonly #coalescer: Coalescer;
  readonly #debug: ((...told: readonly unknown[]) => void) | undefined;
  #status: ConnectionStatus = CONNECTING;
  #live = false;
  #over = false;
  #expected: { readonly behind: number; readonly until: number } | null = null;
  witness: Witness | null = null;
  /** Called once each time that it is over: nothing more will come. */
  onOver: () => void = () => undefined;

  constructor(
    publish: (state: StreamingState) => void,
    environment: Environment,
    debug: ((...told: readonly unknown[]) => void) | undefined,
  ) {
    this.#environment = environment;
    this.#publish = publish;
    this.#debug = debug;
    this.#coalescer = new Coalescer(() => this.#tell(), environment);
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Whether it has ended or failed. */
  get over(): boolean {
    return this.#over;
  }

  /** Take an event that arrived just now. */
  take(seq: number, event: AnyEvent): void {
    this.#apply(seq, event);
    this.#endIfOver();
  }

  /** Take all that there is up to now. */
  takeAll(events: Snapshot["events"]): void {
    this.pass(events);
    this.caughtUp();
  }

  #apply(seq: number, event: AnyEvent): void {
    this.#debug?.("event", seq, event);
    const stamp = Date.parse(event.timestamp);
    const now = this.#environment.now();
    this.clock.arrived(stamp, now);
    const before = this.history.cursor;
    if (!this.history.take(seq, event)) {
      return;
    }
    if (this.#live) {
      // history is late by nature
      this.#status = { ...this.#status, lagMs: this.clock.lag(stamp, now) };
    }
    this.witness?.onEvent(before, seq, event);
    this.#coalescer.touch();
  }

  /** Everything up to now is here; what follows is as it happens. */
  caughtUp(): void {
    this.#debug?.("caught up", this.history.cursor);
    const retold = this.history.behind;
    this.#live = true;
    this.history.caughtUp();
    if (retold) {
      this.witness?.onRetold();
    }
    this.#coalescer.touch();
    this.#endIfOver();
  }

  /** What follows is history again. */
  interrupted(): void {
    this.#live = false;
  }

  reset(): void {
    this.#debug?.("reset", this.history.cursor);
    this.#live = false;
    this.#expected = null; // a position of another log
    this.history.reset();
  }

  /** Go on from what another tab knows. */
  adopt(capture: Capture): void {
    this.#debug?.("history of another tab", capture.seq);
    this.history.adopt(capture);
    this.#coalescer.touch();
  }

  /** Take what another tab passed on: whether that was the end says that tab. */
  pass(lines: Snapshot["events"]): void {
    for (const { seq, event } of lines) {
      this.#apply(seq, event);
    }
  }

  /** Give the connection another status; what is left out is as in a connection that is well. */
  set(phase: ConnectionPhase, via: ConnectionStatus["via"], more: Partial<ConnectionStatus> = {}) {
    const { lagMs } = this.#status;
    this.show({ ...CONNECTING, lagMs, ...more, phase, via });
  }

  show(status: ConnectionStatus): void {
    if (!same(this.#status, status)) {
      this.#debug?.("connection", status);
      this.#status = status;
      this.#coalescer.touch();
      this.witness?.onHeard();
    }
  }

  /** Follow, or go on behind the end: the job was told to, so that the end that is known is not taken for the end. */
  begin(): void {
    this.#over = false;
    this.#live = false;
    this.show({ ...CONNECTING, lagMs: this.#status.lagMs });
    const until = this.#environment.now() + EXPECTED_WITHIN_MS;
    this.#expected = this.history.ended ? { behind: this.history.cursor, until } : null;
  }

  /** A sign of life came, or something else. */
  heard(): void {
    this.witness?.onHeard();
  }

  /** Whether the job has ended, as far as is known, and nobody waits for more. */
  get ended(): boolean {
    const { ended, cursor } = this.history;
    const waiting =
      this.#expected !== null &&
      cursor <= this.#expected.behind &&
      this.#environment.now() < this.#expected.until;
    return ended && !waiting;
  }

  end(): void {
    this.finish({ ...CONNECTING, phase: "ended", via: this.#status.via });
  }

  fail(problem: Problem): void {
    this.finish({ ...CONNECTING, phase: "failed", via: this.#status.via, problem });
  }

  /** The last state goes out at once: nothing follows that could carry it. */
  finish(status: ConnectionStatus): void {
    this.#debug?.("connection", status);
    this.#over = true;
    this.#expected = null;
    this.#coalescer.stop();
    this.#status = { ...status, lagMs: this.#status.lagMs };
    this.#tell();
    this.witness?.onHeard();
    this.onOver();
  }

  close(): void {
    this.#over = true;
    this.witness = null;
    this.#coalescer.stop();
  }

  /** History may hold the `done` of an earlier revision: only what is caught up can be over. */
  #endIfOver(): void {
    if (this.#live && this.ended) {
      this.end();
    }
  }

  #tell(): void {
    this.#publish({ ...this.history.view(), connection: this.#status });
  }
}

function same(left: ConnectionStatus, right: ConnectionStatus): boolean {
  return (Object.keys(left) as (keyof ConnectionStatus)[]).every((key) => left[key] === right[key]);
}
