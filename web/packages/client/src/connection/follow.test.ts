import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  hello,
  inVirtualTime,
  JOB,
  type Lines,
  later,
  PLAIN,
  send,
  Tab,
} from "../../../../test/following";
import { eventsOf, GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import { json, ScriptedEventSource } from "../../../../test/scripted";
import { JobState } from "../fold/job-state";
import { INTERVAL_MS } from "./coalescer";

const LAST = PLAIN.at(-1)?.seq ?? 0;

inVirtualTime();

let tab: Tab;

beforeEach(() => {
  tab = new Tab();
});

function folded(lines: Lines) {
  const state = new JobState();
  for (const { seq, event } of lines) {
    state.apply(seq, event);
  }
  return { ...state.view(), metricSeries: state.metricSeries };
}

describe("a job that is followed from start to end", () => {
  it("opens at the start of the log with the token, and never shows it elsewhere", () => {
    tab.follow();
    expect(ScriptedEventSource.last.url).toBe(
      `/api/jobs/${JOB}/stream?after=0&access_token=secret`,
    );
  });

  it("is live once something came, and ended when everything until `done` is here", async () => {
    tab.follow();
    ScriptedEventSource.last.open();
    await later(200);
    expect(tab.states.map(({ connection }) => connection.phase)).not.toContain("live");
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    await later(200);
    expect(tab.shown.connection).toMatchObject({ phase: "live", via: "stream" });
    send(PLAIN);
    expect(tab.shown.connection.phase).toBe("ended");
    expect(tab.shown).toEqual({ ...folded(PLAIN), connection: tab.shown.connection });
    expect(ScriptedEventSource.last.readyState).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on after a `done` that later revisions follow in the history", () => {
    const again = eventsOf("a_second_revision");
    tab.follow();
    ScriptedEventSource.last.open();
    send(again);
    ScriptedEventSource.last.control({ type: "caught_up", seq: again.at(-1)?.seq ?? 0 });
    expect(ScriptedEventSource.last.readyState).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(tab.shown.revision).toBe(2);
    expect(tab.shown.connection.phase).toBe("live");
  });

  it("publishes at most eight states a second, whatever the rate of events", () => {
    tab.follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    vi.advanceTimersByTime(500);
    const before = tab.states.length;
    for (let seq = 1; seq <= 1000; seq += 1) {
      ScriptedEventSource.last.send(seq, {
        type: "metric_update",
        timestamp: "2026-11-22T20:00:00.000Z",
        id: `m-${seq}`,
        job_id: JOB,
        data: { key: "n", value: seq },
      });
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(INTERVAL_MS);
    expect(tab.states.length - before).toBeLessThanOrEqual(8);
    expect(tab.shown.metrics).toEqual({ n: 1000 });
  });

  it("ignores frames that are no events, and heartbeats move no cursor", () => {
    tab.follow();
    const first = ScriptedEventSource.last;
    first.open();
    first.send(7, "{rubbish");
    first.send(9, {
      type: "heartbeat",
      timestamp: "2026-11-22T20:00:00.000Z",
      id: "h",
      job_id: JOB,
      data: { last_seq: 9 },
    });
    first.control({ type: "to_come" });
    send(PLAIN.slice(0, 2));
    first.giveUp();
    expect(ScriptedEventSource.opened).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(tab.shown.status).toBe("running");
  });
});

describe("a connection that is lost", () => {
  it("is left to the browser once, which knows `retry:`, and is live when it is back", () => {
    tab.follow();
    const source = hello();
    source.control({ type: "drain", retry_ms: 3000 });
    source.lose();
    vi.advanceTimersByTime(200);
    expect(tab.shown.connection).toMatchObject({
      phase: "reconnecting",
      attempt: 1,
      nextTryAt: Date.now() + 2800,
    });
    hello();
    vi.advanceTimersByTime(200);
    expect(tab.shown.connection).toMatchObject({ phase: "live", attempt: 0, nextTryAt: null });
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });

  it("is taken over where the browser tried in vain, with a wait that grows", async () => {
    tab.world.answer(() => json(502, {}));
    tab.follow();
    hello().lose();
    ScriptedEventSource.last.lose();
    await later(200);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", attempt: 2 });
    await later(2300);
    expect(ScriptedEventSource.alive).toHaveLength(1);
  });

  it("is tried at once when the network comes back", async () => {
    tab.follow();
    ScriptedEventSource.last.giveUp();
    await later(200);
    expect(ScriptedEventSource.alive).toEqual([]);
    tab.world.wake();
    expect(ScriptedEventSource.alive).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(1); // what watches the clock
  });

  it("is tried again at its cursor with a growing wait where the browser gave up", async () => {
    tab.world.answer(() => json(502, {}));
    tab.follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 5));
    const cursor = PLAIN[4]?.seq;
    // Half of the way between one second and 2, 4, 8, 16, 30, 30 seconds.
    for (const [index, wait] of [1500, 2500, 4500, 8500, 15_500, 15_500].entries()) {
      ScriptedEventSource.last.giveUp();
      await later(200);
      expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", attempt: index + 1 });
      await later(wait - 201);
      expect(ScriptedEventSource.opened).toHaveLength(index + 1);
      await later(1);
      expect(ScriptedEventSource.opened).toHaveLength(index + 2);
      expect(ScriptedEventSource.last.url).toContain(`after=${cursor}`);
    }
  });

  it.each([
    ["snapshot", "20"],
    ["stream", "20"],
    ["stream", "Tue, 01 Dec 2026 12:00:20 GMT"],
  ])("waits as long as the %s asks for: %s", async (refusing, retryAfter) => {
    vi.setSystemTime("2026-12-01T12:00:00Z");
    tab.world.answer((url) =>
      url.includes(refusing)
        ? json(503, { code: "draining" }, { "Retry-After": retryAfter })
        : json(200, { events: [] }),
    );
    tab.follow();
    ScriptedEventSource.last.giveUp();
    await later(0);
    await later(19_900);
    expect(ScriptedEventSource.opened).toHaveLength(1);
    await later(100);
    expect(ScriptedEventSource.opened).toHaveLength(2);
  });

  it.each([
    [400, "malformed_id"],
    [401, "token_missing"],
    [403, "token_of_another_job"],
    [404, "no_such_job"],
    [410, "erased"],
  ])("is given up where the server says %i, with its words", async (status, code) => {
    tab.world.answer(() => json(status, { code, title: "No", detail: "A sentence." }));
    tab.follow();
    ScriptedEventSource.last.giveUp();
    await later(0);
    expect(tab.shown.connection).toMatchObject({
      phase: "failed",
      problem: { status, code, detail: "A sentence." },
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes the rest from the snapshot where the job has ended meanwhile", async () => {
    tab.world.answer(() => json(200, { events: PLAIN }));
    tab.follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 7));
    ScriptedEventSource.last.giveUp();
    await later(0);
    expect(tab.shown).toEqual({ ...folded(PLAIN), connection: tab.shown.connection });
    expect(tab.shown.connection.phase).toBe("ended");
  });

  it("has ended where the server answers 204 behind the last `done`", async () => {
    tab.world.answer(() => json(200, { events: PLAIN }));
    tab.follow();
    ScriptedEventSource.last.open();
    send(PLAIN);
    ScriptedEventSource.last.lose();
    ScriptedEventSource.last.giveUp();
    await later(0);
    expect(tab.shown.connection.phase).toBe("ended");
    expect(tab.states.some((state) => state.connection.phase === "reconnecting")).toBe(false);
  });

  it("says that the link has expired", () => {
    tab.follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "expired" });
    expect(tab.shown.connection).toMatchObject({
      phase: "failed",
      problem: { code: "token_expired" },
    });
  });
});

describe("a connection that falls silent", () => {
  it("is stale after two heartbeats were missed, and replaced after three", () => {
    tab.follow();
    hello();
    vi.advanceTimersByTime(34_000);
    expect(tab.shown.connection.phase).toBe("live");
    vi.advanceTimersByTime(2000);
    expect(tab.shown.connection.phase).toBe("stale");
    vi.advanceTimersByTime(10_000);
    expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", attempt: 1 });
    expect(ScriptedEventSource.opened).toHaveLength(2);
    expect(ScriptedEventSource.opened[0]?.readyState).toBe(2);
  });

  it("stays live by heartbeats alone", () => {
    tab.follow();
    hello();
    for (let beat = 0; beat < 20; beat += 1) {
      vi.advanceTimersByTime(15_000);
      ScriptedEventSource.last.send(0, {
        type: "heartbeat",
        timestamp: "2026-11-22T20:00:00.000Z",
        id: "h",
        job_id: JOB,
        data: { last_seq: 0 },
      });
    }
    expect(tab.shown.connection.phase).toBe("live");
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });
});

describe("a cursor that the server does not know", () => {
  it("starts the history again without showing a job that shrinks", () => {
    tab.follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    send(PLAIN.slice(0, 15));
    vi.advanceTimersByTime(200);
    const before = tab.shown;
    ScriptedEventSource.last.lose();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "reset", reason: "unknown", first: PLAIN[0]?.seq });
    send(PLAIN.slice(0, 3));
    vi.advanceTimersByTime(200);
    expect(tab.job).toEqual({ ...before, connection: null });
    send(PLAIN.slice(3));
    ScriptedEventSource.last.control({ type: "caught_up", seq: LAST });
    expect(tab.shown).toEqual({ ...folded(PLAIN), connection: tab.shown.connection });
  });
});

describe("whatever becomes of the connection", () => {
  it("ends in the log's state, with progress that never fell", async () => {
    const jobs = fc.constantFrom(...GOLDEN_JOBS.map(shownOf));
    await fc.assert(
      fc.asyncProperty(
        jobs,
        fc.array(fc.tuple(fc.nat({ max: 8 }), fc.boolean()), { maxLength: 10 }),
        async (lines, cuts) => {
          tab = new Tab();
          tab.world.answer(() => json(502, {}));
          const following = tab.follow();
          let sent = 0;
          for (const [count, gaveUp] of [...cuts, [lines.length, false] as const]) {
            ScriptedEventSource.last.open();
            const overlap = Math.max(0, sent - 2); // a server may repeat itself
            send(lines.slice(overlap, sent + count));
            sent = Math.min(lines.length, sent + count);
            if (gaveUp) {
              ScriptedEventSource.last.giveUp();
            } else {
              ScriptedEventSource.last.lose();
            }
            await later(300);
            while (ScriptedEventSource.alive.length === 0 && vi.getTimerCount() > 0) {
              await later(500);
            }
            if (tab.states.at(-1)?.connection.phase === "ended") {
              break;
            }
          }
          following.close();
          expect(tab.job).toEqual({ ...folded(lines), connection: null });
          for (const [index, state] of tab.states.entries()) {
            const before = tab.states[index - 1];
            if (before?.revision === state.revision) {
              expect(state.progress).toBeGreaterThanOrEqual(before.progress);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it("leaves nothing behind when it is closed", async () => {
    tab.world.answer(() => json(502, {}));
    const following = tab.follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 3));
    ScriptedEventSource.last.giveUp();
    await later(10);
    following.close();
    const published = tab.states.length;
    expect(vi.getTimerCount()).toBe(0);
    await later(120_000);
    expect(tab.states.length).toBe(published);
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });

  it("is not woken by an answer that comes after it was closed", async () => {
    let respond: (response: Response) => void = () => undefined;
    tab.world.answer(() => new Promise((resolve) => (respond = resolve)));
    const following = tab.follow();
    ScriptedEventSource.last.giveUp();
    following.close();
    respond(json(404, { code: "no_such_job" }));
    await later(1000);
    expect(tab.states).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
