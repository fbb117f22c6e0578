import type { AnyEvent } from "../events";
import { INTERVAL_MS } from "./coalescer";
import type { Channel, Environment, Locks } from "./environment";
import type { Followed, Witness } from "./followed";
import { type Candidate, Leadership } from "./leadership";
import type { ConnectionStatus } from "./status";
import { GIVE_UP_AFTER_MS, STALE_AFTER_MS } from "./stream";
import { isOver, type Line, type Said, type TabMessage } from "./tab-messages";

/** A tab that leads answers at once; one that does not is frozen. */
const NO_ANSWER_MS = 3000;
/** Nobody looked at the clock for so long: we were asleep ourselves, and the others perhaps too. */
const SLEPT_MS = 10_000;
/** A tab that leads is heard as often, whatever its server says. */
const BEAT_MS = 10_000;

/** What the tab does that has, or had, the lead. */
export interface Leader {
  lead(): void;
  stepDown(): void;
  streamAgain(): void;
  /** Another tab follows the job behind its end. */
  resume(): void;
  /** The tab that leads needs the last resort and does not have it: whether this one has, and is to lead therefore. */
  takeOver(): boolean;
  /** Another tab looked whether the job goes on behind its end. */
  looked(): void;
}

/**
 * One connection for all tabs: the one that holds the lock leads, has the connection, and passes on what it learns; the
 * others listen, and one of them takes over when its tab closes, or hangs, or when the last resort is needed and this tab
 * alone holds what the job was started with.
 *
 * | message | from | says |
 * |---|---|---|
 * | `hello` | who follows | I know the job up to no position in particular: tell me all |
 * | `state` | who leads | all that is known, to one tab or, after a reset, to all |
 * | `lines` | who leads | what came behind a position, and where the connection stands; also as a sign of life |
 * | `again` | who follows | try the stream now |
 * | `looked` | who has seen the end | I asked whether the job goes on: nobody else need do so for a while |
 */
export class Tabs implements Witness, Candidate {
  readonly #followed: Followed;
  readonly #environment: Environment;
  readonly #leader: Leader;
  readonly #channel: Channel;
  readonly #leadership: Leadership;
  readonly #id = crypto.randomUUID();
  #role: "resting" | "waiting" | "leading" = "resting";
  /** The leader that we listen to. */
  #ledBy: string | null = null;
  #lastHeard = 0;
  /** When the leader was asked for a word that it has not given yet. */
  #askedAt: number | null = null;
  #lastCheck = 0;
  #peers = false;
  #lines: Line[] = [];
  #after = 0;
  #timer: number | null = null;
  #lastSaid = Number.NEGATIVE_INFINITY;

  constructor(
    name: string,
    locks: Locks,
    channel: (name: string) => Channel,
    followed: Followed,
    environment: Environment,
    leader: Leader,
  ) {
    this.#followed = followed;
    this.#environment = environment;
    this.#leader = leader;
    this.#channel = channel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#onMessage(data);
    this.#leadership = new Leadership(name, locks, environment, this);
  }

  /** Lead, or listen to who does. */
  compete(): void {
    this.#role = "waiting";
    this.#ledBy = null;
    this.#lastHeard = this.#lastCheck = this.#environment.now();
    this.#leadership.request();
    this.#ask();
  }

  /** Neither lead nor wait, but hear where the job goes on. */
  rest(): void {
    if (this.#role === "leading" && this.#peers) {
      this.#say();
    }
    this.#role = "resting";
    this.#followed.witness = null;
    this.#peers = false;
    this.#forgetLines();
    this.#leadership.giveUp();
  }

  close(): void {
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  /** Look at the clock. */
  check(): void {
    const now = this.#environment.now();
    if (this.#role === "leading" && this.#peers && now - this.#lastSaid >= BEAT_MS) {
      this.#say();
    }
    const slept = now - this.#lastCheck > SLEPT_MS;
    this.#lastCheck = now;
    if (this.#role !== "waiting" || this.#leadership.near) {
      return;
    }
    const silent = now - this.#lastHeard;
    if (slept || (this.#askedAt === null && silent >= GIVE_UP_AFTER_MS)) {
      this.#ask();
    } else if (this.#askedAt !== null && now - this.#askedAt >= NO_ANSWER_MS) {
      this.#askedAt = null;
      this.#lastHeard = now;
      this.#leadership.steal();
    } else if (silent >= STALE_AFTER_MS) {
      this.#followed.show({ ...this.#followed.status, phase: "stale" });
    }
  }

  /** Tell the other tabs that one of them asked whether the job goes on. */
  tellLooked(): void {
    this.#post({ type: "looked" });
  }

  /** Let the tab that leads try the stream now. */
  askLeader(): void {
    this.#post({ type: "again" });
  }

  onEvent(before: number, seq: number, event: AnyEvent): void {
    if (!this.#peers || this.#followed.history.behind) {
      return;
    }
    if (this.#lines.length === 0) {
      this.#after = before;
    }
    this.#lines.push({ seq, event });
    this.#saySoon();
  }

  onHeard(): void {
    if (this.#peers) {
      this.#saySoon();
    }
  }

  onRetold(): void {
    if (this.#peers) {
      this.#sayAll(null);
    }
  }

  get led(): boolean {
    return this.#ledBy !== null;
  }

  onGained(): void {
    this.#role = "leading";
    this.#followed.witness = this;
    this.#leader.lead();
    this.#say(); // who waits says hello to a leader that is new to it
  }

  /** Another tab took over, since we were not to be heard. */
  onLost(): void {
    this.#followed.witness = null;
    this.#peers = false;
    this.#forgetLines();
    this.#leader.stepDown();
    this.#followed.set("connecting", "tab");
    this.compete();
  }

  #ask(): void {
    this.#askedAt = this.#environment.now();
    this.#post({ type: "hello", from: this.#id });
  }

  #onMessage(message: TabMessage): void {
    switch (message.type) {
      case "hello":
        if (this.#role === "leading") {
          this.#peers = true;
          this.#sayAll(message.from);
        }
        break;
      case "again":
        if (this.#role === "leading") {
          this.#leader.streamAgain();
        }
        break;
      case "looked":
        this.#leader.looked();
        break;
      case "state":
      case "lines":
        if (this.#role === "waiting") {
          this.#listen(message);
        } else if (this.#role === "resting" && !isOver(message.status)) {
          this.#leader.resume();
        }
        break;
    }
  }

  #listen(message: Said): void {
    this.#lastHeard = this.#environment.now();
    this.#askedAt = null;
    const { history } = this.#followed;
    if (message.type === "state") {
      if (message.to !== null && message.to !== this.#id) {
        return;
      }
      this.#ledBy = message.by;
      if (message.to === null || message.capture.seq > history.cursor) {
        this.#followed.adopt(message.capture);
      }
    } else {
      const known = message.after <= history.cursor;
      if (!known || message.by !== this.#ledBy) {
        this.#ask();
      }
      if (!known) {
        return; // all of it comes as an answer
      }
      this.#ledBy = message.by;
      this.#followed.pass(message.lines);
    }
    this.#showTold(message.status);
  }

  #showTold(told: ConnectionStatus): void {
    const status: ConnectionStatus = { ...told, via: "tab" };
    if (isOver(status)) {
      this.#followed.finish(status);
    } else if (
      status.lastResort === "impossible" &&
      !this.#leadership.near &&
      this.#leader.takeOver()
    ) {
      this.#followed.show({ ...status, lastResort: null }); // of the tab that leads it is true, of this one not
      this.#leadership.steal();
    } else {
      this.#followed.show(status);
    }
  }

  /** As often as states are published, for what comes meanwhile; at once where timers are late. */
  #saySoon(): void {
    const wait = this.#lastSaid + INTERVAL_MS - this.#environment.now();
    if (wait <= 0 || this.#environment.hidden?.()) {
      this.#say();
    } else {
      this.#timer ??= this.#environment.setTimeout(() => this.#say(), wait);
    }
  }

  #say(): void {
    const lines = this.#lines;
    const after = lines.length > 0 ? this.#after : this.#followed.history.cursor;
    this.#forgetLines();
    this.#lastSaid = this.#environment.now();
    this.#post({ type: "lines", by: this.#id, after, lines, status: this.#followed.status });
  }

  #sayAll(to: string | null): void {
    const { capture } = this.#followed.history;
    this.#post({ type: "state", by: this.#id, to, capture, status: this.#followed.status });
  }

  #post(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  #forgetLines(): void {
    this.#lines = [];
    if (this.#timer !== null) {
      this.#environment.clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
