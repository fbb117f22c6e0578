import { afterEach, beforeEach, expect, vi } from "vitest";
import type { StreamingState } from "../packages/client/src";
import { type Following, followJob } from "../packages/client/src/connection/follow";
import type { FollowOptions } from "../packages/client/src/connection/options";
import { eventsOf, type GoldenJob } from "./golden";
import { ScriptedEventSource, type ScriptedWorld, scriptedWorld } from "./scripted";
import type { ScriptedBrowser } from "./scripted-tabs";

/** What golden jobs are called. */
export const JOB = "11111111-2222-4333-8444-555555555555";

export type Lines = GoldenJob["log"];

export const PLAIN: Lines = eventsOf("a_plain_job");

/** Each test of a file has a time of its own, which it moves, and streams of its own. */
export function inVirtualTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    ScriptedEventSource.opened = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Move the time on. */
export async function later(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** A tab that may follow the job, and all that it was told, in order. */
export class Tab {
  readonly world: ScriptedWorld;
  readonly states: StreamingState[] = [];

  /** @param browser Given, the tab is one of its tabs. */
  constructor(browser?: ScriptedBrowser) {
    this.world = scriptedWorld(browser);
  }

  follow(more: Partial<FollowOptions> = {}): Following {
    return followJob({
      jobId: JOB,
      token: "secret",
      environment: this.world,
      onState: (state) => this.states.push(state),
      ...more,
    });
  }

  /** What it was told last. */
  get shown(): StreamingState {
    return this.states.at(-1) ?? expect.fail("nothing was published");
  }

  /** The same, but for how it is connected. */
  get job() {
    return { ...this.shown, connection: null };
  }
}

/** The newest stream is open, and says that all is told. */
export function hello(): ScriptedEventSource {
  const source = ScriptedEventSource.last;
  source.open();
  source.control({ type: "caught_up", seq: 0 });
  return source;
}

/** A stream, else the newest, tells so much of a log. */
export function send(lines: Lines, source = ScriptedEventSource.last): void {
  for (const { seq, event } of lines) {
    source.send(seq, event);
  }
}
