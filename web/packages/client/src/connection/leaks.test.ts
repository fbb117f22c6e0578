import { beforeEach, expect, it, vi } from "vitest";
import { hello, inVirtualTime, later, PLAIN, send, Tab } from "../../../../test/following";
import { json, ScriptedEventSource } from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import type { Following } from "./follow";

inVirtualTime();

let browser: ScriptedBrowser;
let tab: Tab;
let pending: AbortSignal[];

beforeEach(() => {
  browser = new ScriptedBrowser();
  tab = new Tab(browser);
  pending = [];
});

/** A server that never answers: what was asked stays open until it is given up. */
function neverAnswer() {
  tab.world.answer((_, { signal }) => {
    if (signal) {
      pending.push(signal);
    }
    return new Promise(() => undefined);
  });
}

const SITUATIONS: readonly (readonly [string, () => Promise<Following>])[] = [
  ["at once", async () => tab.follow()],
  [
    "while it leads and is live",
    async () => {
      const following = tab.follow();
      await later(10);
      hello();
      send(PLAIN.slice(0, 1));
      return following;
    },
  ],
  [
    "while the browser tries again",
    async () => {
      const following = tab.follow();
      await later(10);
      ScriptedEventSource.last.lose();
      return following;
    },
  ],
  [
    "while it asks why the stream was refused",
    async () => {
      neverAnswer();
      const following = tab.follow();
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
      tab.world.answer((url, { signal }) => {
        if (url.includes("snapshot")) {
          return json(200, { events: [] });
        }
        pending.push(signal ?? expect.fail());
        return new Promise(() => undefined);
      });
      const following = tab.follow();
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
      const following = tab.follow();
      await later(10);
      ScriptedEventSource.last.giveUp();
      await later(10);
      return following;
    },
  ],
  [
    "in the fallback, between two questions",
    async () => {
      tab.world.answer(() => json(200, { events: PLAIN.slice(0, 3) }));
      const following = tab.follow();
      await later(11_000);
      return following;
    },
  ],
  [
    "in the fallback, during a quiet try of the stream",
    async () => {
      tab.world.answer(() => json(200, { events: PLAIN.slice(0, 3) }));
      const following = tab.follow();
      await later(11_000);
      following.streamAgain();
      return following;
    },
  ],
  [
    "in the fallback, while a question is open",
    async () => {
      neverAnswer();
      const following = tab.follow({ streaming: false });
      await later(10);
      expect(pending).toHaveLength(1);
      return following;
    },
  ],
  [
    "behind the end",
    async () => {
      const following = tab.follow();
      await later(10);
      hello();
      send(PLAIN);
      return following;
    },
  ],
  [
    "once it was told to go on behind the end",
    async () => {
      const following = tab.follow();
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
  const before = tab.states.length;
  expect(vi.getTimerCount()).toBe(0);
  await later(0);
  expect(ScriptedEventSource.alive).toEqual([]);
  expect(browser.locks.count).toBe(0);
  expect(browser.channels.size).toBe(0);
  expect(tab.world.watchers).toBe(0);
  expect(pending.every(({ aborted }) => aborted)).toBe(true);
  const opened = ScriptedEventSource.opened.length;
  following.streamAgain();
  await later(600_000);
  expect(tab.states).toHaveLength(before);
  expect(ScriptedEventSource.opened).toHaveLength(opened);
  expect(vi.getTimerCount()).toBe(0);
});

it("leaves nothing behind where it waited for another tab", async () => {
  const leader = tab.follow();
  await later(10);
  const other = new Tab(browser);
  const waiting = other.follow();
  await later(10);
  waiting.close();
  leader.close();
  await later(0);
  expect(vi.getTimerCount()).toBe(0);
  expect(browser.locks.count).toBe(0);
  expect(browser.channels.size).toBe(0);
  expect(other.world.watchers).toBe(0);
});

it("leaves nothing behind where it is closed while it takes over", async () => {
  const leader = tab.follow();
  await later(10);
  const other = new Tab(browser);
  const waiting = other.follow();
  await later(10);
  leader.close();
  await later(50);
  waiting.close();
  await later(1000);
  expect(ScriptedEventSource.opened).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
  expect(browser.locks.count).toBe(0);
});
