import { beforeEach, describe, expect, it, vi } from "vitest";
import { inVirtualTime, JOB, later, PLAIN, Tab } from "../../../../test/following";
import { json, ScriptedEventSource } from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import type { Following } from "./follow";
import type { FollowOptions } from "./options";

inVirtualTime();

const start = { body: { resume_text: "r", job_text: "p" }, idempotencyKey: "k1" };
const hasEnded = () => json(200, { job_id: JOB, events: PLAIN });
const isRefused = () => json(409, { code: "idempotency_conflict" });
const goesOn = () => new Promise<Response>(() => undefined);

let browser: ScriptedBrowser;

beforeEach(() => {
  browser = new ScriptedBrowser();
});

/** A tab behind a proxy that lets a `POST` through and nothing else, which says what the server answers to that. */
class CutOff extends Tab {
  readonly following: Following;

  constructor(run: () => Response | Promise<Response>, more: Partial<FollowOptions> = {}) {
    super(browser);
    this.world.answer((url) => (isRun(url) ? run() : json(502, {})));
    this.following = this.follow({ streaming: false, ...more });
  }

  get runs(): number {
    return this.world.asked.filter(isRun).length;
  }
}

function isRun(url: string) {
  return url.endsWith("/pipeline/run");
}

/** So many milliseconds pass, in which every stream fails that is opened. */
async function laterWithoutStreams(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    for (const source of ScriptedEventSource.alive) {
      source.giveUp();
    }
    await later(1000);
  }
}

describe("a tab that follows and holds what the job was started with", () => {
  it.each([false, true])(
    "takes the lead where the one that leads needs it, and all have the end (streaming: %s)",
    async (streaming) => {
      const leader = new CutOff(hasEnded, { streaming });
      await later(10);
      const holder = new CutOff(hasEnded, { streaming, start });
      await laterWithoutStreams(30_000);
      expect([leader.runs, holder.runs]).toEqual([0, 1]);
      for (const tab of [leader, holder]) {
        expect(tab.shown.status).toBe("completed");
        expect(tab.shown.connection.phase).toBe("ended");
      }
      expect(leader.job).toEqual(holder.job);
      expect(browser.locks.count).toBe(0);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("asks as soon as it has seen for itself that nothing answers, and the others say so", async () => {
    const leader = new CutOff(goesOn);
    await later(10);
    const holder = new CutOff(goesOn, { start });
    const other = new CutOff(goesOn);
    while (!JSON.stringify(browser.said).includes('"impossible"')) {
      await later(10);
    }
    expect(holder.runs).toBe(0);
    await later(500);
    expect(holder.runs).toBe(1);
    for (const tab of [leader, holder, other]) {
      expect(tab.shown.connection).toMatchObject({ phase: "fallback", lastResort: "asked" });
    }
    expect(leader.shown.connection.via).toBe("tab");
    expect(holder.states.map(({ connection }) => connection.lastResort)).not.toContain(
      "impossible",
    );
  });

  it("does so too where it comes when the other one has given up", async () => {
    const leader = new CutOff(hasEnded);
    await later(60_000);
    expect(leader.shown.connection.lastResort).toBe("impossible");
    const holder = new CutOff(hasEnded, { start });
    await later(10_000);
    expect(holder.runs).toBe(1);
    expect(leader.shown.connection.phase).toBe("ended");
  });

  it("leaves the lead to one that asks by itself", async () => {
    const leader = new CutOff(goesOn, { start });
    await later(10);
    const holder = new CutOff(goesOn, { start });
    await later(60_000);
    expect([leader.runs, holder.runs]).toEqual([1, 0]);
    expect(holder.shown.connection).toMatchObject({ via: "tab", lastResort: "asked" });
  });

  it("takes it once where it is refused, and hands it to nobody for the same", async () => {
    const leader = new CutOff(isRefused);
    await later(10);
    const holders = [new CutOff(isRefused, { start }), new CutOff(isRefused, { start })];
    await later(60_000);
    const polled = leader.world.asked.length;
    await later(600_000);
    expect(holders.map(({ runs }) => runs)).toEqual([1, 1]);
    expect(leader.world.asked).toHaveLength(polled);
    for (const tab of [leader, ...holders]) {
      expect(tab.shown.connection).toMatchObject({ phase: "fallback", lastResort: "impossible" });
    }
  });

  it("gives the lead to the next one when it closes, which has to do without", async () => {
    const leader = new CutOff(goesOn);
    await later(10);
    const holder = new CutOff(goesOn, { start });
    await later(20_000);
    holder.following.close();
    await later(20_000);
    expect(leader.shown.connection).toMatchObject({ via: "polling", lastResort: "impossible" });
    leader.following.close();
    await later(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(browser.locks.count).toBe(0);
  });
});
