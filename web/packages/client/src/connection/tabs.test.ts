import { beforeEach, describe, expect, it, vi } from "vitest";
import { hello, inVirtualTime, JOB, later, PLAIN, send, Tab } from "../../../../test/following";
import { eventsOf } from "../../../../test/golden";
import { json, ScriptedEventSource } from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import type { Following } from "./follow";
import type { FollowOptions } from "./options";

inVirtualTime();

let browser: ScriptedBrowser;

beforeEach(() => {
  browser = new ScriptedBrowser();
});

interface FollowingTab extends Tab {
  readonly following: Following;
}

async function openTab(more: Partial<FollowOptions> = {}): Promise<FollowingTab> {
  const tab = new Tab(browser);
  const following = tab.follow(more);
  await later(10);
  return Object.assign(tab, { following });
}

describe("tabs of one job", () => {
  it("have one connection, and show the same", async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    expect(ScriptedEventSource.opened).toHaveLength(1);
    hello();
    send(PLAIN.slice(0, 9));
    await later(500);
    for (const tab of [second, third]) {
      expect(tab.job).toEqual(first.job);
      expect(tab.shown.connection).toMatchObject({ phase: "live", via: "tab" });
    }
    expect(first.shown.connection).toMatchObject({ phase: "live", via: "stream" });
  });

  it("give a new one the history at once", async () => {
    const first = await openTab();
    hello();
    send(PLAIN.slice(0, 20));
    await later(500);
    const second = await openTab();
    expect(second.job).toEqual(first.job);
    expect(second.world.asked).toEqual([]);
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });

  it("end together, and let go of everything but the ear for more", async () => {
    const first = await openTab();
    const second = await openTab();
    hello();
    send(PLAIN);
    await later(1000);
    for (const tab of [first, second]) {
      expect(tab.shown.status).toBe("completed");
      expect(tab.shown.connection.phase).toBe("ended");
      expect(tab.world.watchers).toBe(0);
    }
    expect(second.job).toEqual(first.job);
    expect(ScriptedEventSource.opened).toHaveLength(1);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(browser.locks.count).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("go on together behind the end where one of them is told to", async () => {
    const lines = eventsOf("a_second_revision");
    const again = lines.findIndex(({ event }) => event.type === "done") + 1;
    const first = await openTab();
    const second = await openTab();
    hello();
    send(lines.slice(0, again));
    await later(1000);
    expect(second.shown.connection.phase).toBe("ended");
    second.following.streamAgain();
    await later(10);
    const source = hello();
    await later(1000);
    expect(second.shown.connection).toMatchObject({ phase: "live", via: "stream" });
    send(lines.slice(again), source);
    await later(1000);
    for (const tab of [first, second]) {
      expect(tab.shown.revision).toBe(2);
      expect(tab.shown.connection.phase).toBe("live");
    }
    expect(ScriptedEventSource.opened).toHaveLength(2);
  });

  it("fail together", async () => {
    const first = await openTab();
    const second = await openTab();
    hello().control({ type: "expired" });
    await later(500);
    for (const tab of [first, second]) {
      expect(tab.shown.connection).toMatchObject({
        phase: "failed",
        problem: { code: "token_expired" },
      });
    }
    expect(browser.locks.count).toBe(0);
  });

  it("see where the connection stands that another one holds, and may have it tried", async () => {
    const first = await openTab();
    first.world.answer((url) =>
      url.includes("snapshot") ? json(200, { events: PLAIN.slice(0, 4) }) : json(503, {}),
    );
    const second = await openTab();
    await later(11_000);
    expect(second.shown.connection).toMatchObject({ phase: "fallback", via: "tab" });
    expect(second.shown.status).toBe("running");
    second.following.streamAgain();
    await later(10);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    hello();
    await later(500);
    expect(first.shown.connection).toMatchObject({ phase: "live", via: "stream" });
    expect(second.shown.connection).toMatchObject({ phase: "live", via: "tab" });
  });

  it("are told of a history that began again", async () => {
    const first = await openTab();
    const second = await openTab();
    const source = hello();
    send(PLAIN.slice(0, 9), source);
    await later(500);
    source.control({ type: "reset", reason: "unknown", first: 1 });
    send(
      PLAIN.slice(0, 4).map(({ seq, event }) => ({ seq: seq - 100, event })),
      source,
    );
    source.control({ type: "caught_up", seq: 0 });
    await later(500);
    expect(first.shown.steps).not.toEqual([]);
    expect(second.job).toEqual(first.job);
  });

  it("hear that a quiet job is alive", async () => {
    await openTab();
    const second = await openTab();
    const source = hello();
    for (let beat = 0; beat < 8; beat += 1) {
      await later(15_000);
      source.send(0, {
        type: "heartbeat",
        timestamp: new Date().toISOString(),
        id: "h",
        job_id: JOB,
        data: { last_seq: 0 },
      });
    }
    expect(second.states.map(({ connection }) => connection.phase)).not.toContain("stale");
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });
});

describe("the tab that holds the connection", () => {
  it("is succeeded by another one when it closes, at that one's cursor", async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    hello();
    send(PLAIN.slice(0, 9));
    await later(500);
    first.following.close();
    await later(500);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    expect(ScriptedEventSource.last.url).toContain(`after=${PLAIN[8]?.seq}`);
    hello();
    send(PLAIN.slice(9));
    await later(500);
    expect(third.job).toEqual(second.job);
    expect(third.shown.connection.phase).toBe("ended");
    expect(ScriptedEventSource.opened).toHaveLength(2);
  });

  it("is succeeded where it is frozen, and follows when it thaws", async () => {
    const first = await openTab();
    const second = await openTab();
    hello();
    send(PLAIN.slice(0, 9));
    await later(500);
    first.world.freeze(true);
    await later(36_000);
    expect(second.shown.connection.phase).toBe("stale");
    await later(14_000);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    hello();
    send(PLAIN.slice(9, 20));
    await later(12_000);
    first.world.freeze(false);
    await later(1500);
    expect(second.shown.connection).toMatchObject({ phase: "live", via: "stream" });
    expect(first.shown.connection).toMatchObject({ phase: "live", via: "tab" });
    expect(first.job).toEqual(second.job);
  });

  it("is not waited for by a new tab that gets no answer", async () => {
    const first = await openTab();
    first.world.freeze(true);
    await openTab();
    await later(5000);
    expect(ScriptedEventSource.opened).toHaveLength(2);
    expect(ScriptedEventSource.alive).toHaveLength(1);
  });
});

describe("tabs that have nothing to do with each other", () => {
  it.each([
    ["another job", { jobId: JOB.replace("1", "2") }],
    ["another token", { token: "other" }],
    ["another server", { baseUrl: "https://elsewhere.example" }],
    ["sharing turned off", { shared: false }],
  ])("have a connection each: %s", async (_, more) => {
    const first = await openTab();
    const second = await openTab(more);
    expect(ScriptedEventSource.alive).toHaveLength(2);
    const [source] = ScriptedEventSource.opened;
    source?.open();
    send(PLAIN.slice(0, 9), source);
    await later(500);
    expect(first.shown.status).toBe("running");
    expect(second.states.every(({ status }) => status === "started")).toBe(true);
  });

  it("never tell their token, in a message or in a name", async () => {
    await openTab();
    await openTab({ debug: true });
    hello();
    send(PLAIN);
    await later(500);
    expect(browser.said.length).toBeGreaterThan(2);
    expect(JSON.stringify(browser.said)).not.toContain("secret");
    expect([...browser.locks.names].join()).not.toContain("secret");
  });

  it("say nothing where nobody listens", async () => {
    await openTab();
    const before = browser.said.length;
    hello();
    send(PLAIN.slice(0, 20));
    await later(5000);
    expect(browser.said).toHaveLength(before);
  });
});

describe("a browser that refuses locks", () => {
  it("gives each tab its own connection", async () => {
    const locks = { request: () => Promise.reject(new DOMException("no", "SecurityError")) };
    const tab = new Tab(browser);
    tab.follow({ environment: { ...tab.world, locks } });
    await later(10);
    expect(ScriptedEventSource.alive).toHaveLength(1);
  });
});
