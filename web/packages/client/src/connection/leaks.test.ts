import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { eventsOf } from "../../../../test/golden";
import {
  json,
  ScriptedEventSource,
  type ScriptedWorld,
  scriptedWorld,
} from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import { type Following, followJob } from "./follow";
import type { FollowOptions } from "./options";

const JOB = "11111111-2222-4333-8444-555555555555";
const PLAIN = eventsOf("a_plain_job");

let browser: ScriptedBrowser;
let world: ScriptedWorld;
let told: number;
let pending: AbortSignal[];

function follow(more: Partial<FollowOptions> = {}): Following {
  const onState = () => {
    told += 1;
  };
  return followJob({ jobId: JOB, environment: world, onState, ...more });
}

function later(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  ScriptedEventSource.opened = [];
  browser = new ScriptedBrowser();
  world = scriptedWorld(browser);
  told = 0;
  pending = [];
});

afterEach(() => {
  vi.useRealTimers();
});

/** A server that never answers: what was asked stays open until it is given up. */
function neverAnswer() {
  world.answer((_, { signal }) => {
    if (signal) {
      pending.push(signal);
    }
    return new Promise(() => undefined);
  });
}

const SITUATIONS: readonly (readonly [string, () => Promise<Following>])[] = [
  ["at once", async () => follow()],
  [
    "while it leads and is live",
    async () => {
      const following = follow();
      await later(10);
      ScriptedEventSource.last.open();
      ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
      ScriptedEventSource.last.send(PLAIN[0]?.seq ?? 0, PLAIN[0]?.event ?? "");
      return following;
    },
  ],
  [
    "while the browser tries again",
    async () => {
      const following = follow();
      await later(10);
      ScriptedEventSource.last.lose();
      return following;
    },
  ],
  [
    "while it asks why the stream was refused",
    async () => {
      neverAnswer();
      const following = follow();
      await later(10);
      ScriptedEventSource.last.giveUp();
      await later(10);
      expect(pending).toHaveLength(1);
      return following;
    },
  ],
  [
    "while the stream is asked for its reasons",
    async () => {
      world.answer((url, { signal }) => {
        if (url.includes("snapshot")) {
          return json(200, { events: [] });
        }
        pending.push(signal ?? expect.fail());
        return new Promise(() => undefined);
      });
      const following = follow();
      await later(10);
      ScriptedEventSource.last.giveUp();
      await later(10);
      expect(pending).toHaveLength(1);
      return following;
    },
  ],
  [
    "while it waits for its next try",
    async () => {
      const following = follow();
      await later(10);
      ScriptedEventSource.last.giveUp();
      await later(10);
      return following;
    },
  ],
  [
    "in the fallback, between two questions",
    async () => {
      world.answer(() => json(200, { events: PLAIN.slice(0, 3) }));
      const following = follow();
      await later(11_000);
      return following;
    },
  ],
  [
    "in the fallback, during a quiet try of the stream",
    async () => {
      world.answer(() => json(200, { events: PLAIN.slice(0, 3) }));
      const following = follow();
      await later(11_000);
      following.streamAgain();
      return following;
    },
  ],
  [
    "in the fallback, while a question is open",
    async () => {
      neverAnswer();
      const following = follow({ streaming: false });
      await later(10);
      expect(pending).toHaveLength(1);
      return following;
    },
  ],
  [
    "behind the end",
    async () => {
      const following = follow();
      await later(10);
      ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
      for (const { seq, event } of PLAIN) {
        ScriptedEventSource.last.send(seq, event);
      }
      return following;
    },
  ],
  [
    "once it was told to go on behind the end",
    async () => {
      const following = follow();
      await later(10);
      ScriptedEventSource.last.control({ type: "expired" });
      following.streamAgain();
      await later(10);
      return following;
    },
  ],
];

it.each(SITUATIONS)("leaves nothing behind when it is closed %s", async (_, arrive) => {
  const following = await arrive();
  following.close();
  const before = told;
  expect(vi.getTimerCount()).toBe(0);
  await later(0);
  expect(ScriptedEventSource.alive).toEqual([]);
  expect(browser.locks.count).toBe(0);
  expect(browser.channels.size).toBe(0);
  expect(world.watchers).toBe(0);
  expect(pending.every(({ aborted }) => aborted)).toBe(true);
  const opened = ScriptedEventSource.opened.length;
  following.streamAgain();
  await later(600_000);
  expect(told).toBe(before);
  expect(ScriptedEventSource.opened).toHaveLength(opened);
  expect(vi.getTimerCount()).toBe(0);
});

it("leaves nothing behind where it waited for another tab", async () => {
  const leader = follow();
  await later(10);
  const other = scriptedWorld(browser);
  const waiting = followJob({ jobId: JOB, environment: other, onState: () => undefined });
  await later(10);
  waiting.close();
  leader.close();
  await later(0);
  expect(vi.getTimerCount()).toBe(0);
  expect(browser.locks.count).toBe(0);
  expect(browser.channels.size).toBe(0);
  expect(other.watchers).toBe(0);
});

it("leaves nothing behind where it is closed while it takes over", async () => {
  const leader = follow();
  await later(10);
  const other = scriptedWorld(browser);
  const waiting = followJob({ jobId: JOB, environment: other, onState: () => undefined });
  await later(10);
  leader.close();
  await later(50);
  waiting.close();
  await later(1000);
  expect(ScriptedEventSource.opened).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
  expect(browser.locks.count).toBe(0);
});
