import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import {
  json,
  ScriptedEventSource,
  type ScriptedWorld,
  scriptedWorld,
} from "../../../../test/scripted";
import { JobState } from "../fold/job-state";
import type { StreamingState } from "../streaming-state";
import { INTERVAL_MS } from "./coalescer";
import { followJob } from "./follow";

const JOB = "11111111-2222-4333-8444-555555555555";

function golden(name: string) {
  const job = GOLDEN_JOBS.find((candidate) => candidate.name === name);
  if (!job) {
    throw new Error(`no golden job ${name}`);
  }
  return shownOf(job);
}

const PLAIN = golden("a_plain_job");
const LAST = PLAIN.at(-1)?.seq ?? 0;

let world: ScriptedWorld;
let states: StreamingState[];

function follow(token?: string) {
  return followJob({
    jobId: JOB,
    token,
    environment: world,
    onState: (state) => states.push(state),
  });
}

function shown(): StreamingState {
  const state = states.at(-1);
  if (!state) {
    throw new Error("nothing was published");
  }
  return state;
}

function send(lines: typeof PLAIN): void {
  for (const { seq, event } of lines) {
    ScriptedEventSource.last.send(seq, event);
  }
}

/** The newest stream is open, and says so. */
function hello(): ScriptedEventSource {
  const source = ScriptedEventSource.last;
  source.open();
  source.control({ type: "caught_up", seq: 0 });
  return source;
}

function folded(lines: typeof PLAIN) {
  const state = new JobState();
  for (const { seq, event } of lines) {
    state.apply(seq, event);
  }
  return { ...state.view(), metricSeries: state.metricSeries };
}

beforeEach(() => {
  vi.useFakeTimers();
  world = scriptedWorld();
  states = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a job that is followed from start to end", () => {
  it("opens at the start of the log with the token, and never shows it elsewhere", () => {
    follow("secret");
    expect(ScriptedEventSource.last.url).toBe(
      `/api/jobs/${JOB}/stream?after=0&access_token=secret`,
    );
  });

  it("is live once something came, and ended when everything until `done` is here", async () => {
    follow();
    ScriptedEventSource.last.open();
    await vi.advanceTimersByTimeAsync(200);
    expect(states.map(({ connection }) => connection.phase)).not.toContain("live");
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    await vi.advanceTimersByTimeAsync(200);
    expect(shown().connection).toMatchObject({ phase: "live", via: "stream" });
    send(PLAIN);
    expect(shown().connection.phase).toBe("ended");
    expect(shown()).toEqual({ ...folded(PLAIN), connection: shown().connection });
    expect(ScriptedEventSource.last.readyState).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on after a `done` that later revisions follow in the history", () => {
    const again = golden("a_second_revision");
    follow();
    ScriptedEventSource.last.open();
    send(again);
    ScriptedEventSource.last.control({ type: "caught_up", seq: again.at(-1)?.seq ?? 0 });
    expect(ScriptedEventSource.last.readyState).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(shown().revision).toBe(2);
    expect(shown().connection.phase).toBe("live");
  });

  it("publishes at most eight states a second, whatever the rate of events", () => {
    follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    vi.advanceTimersByTime(500);
    const before = states.length;
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
    expect(states.length - before).toBeLessThanOrEqual(8);
    expect(shown().metrics).toEqual({ n: 1000 });
  });

  it("ignores frames that are no events, and heartbeats move no cursor", () => {
    follow();
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
    expect(shown().status).toBe("running");
  });
});

describe("a connection that is lost", () => {
  it("is left to the browser once, which knows `retry:`, and is live when it is back", () => {
    follow();
    const source = hello();
    source.control({ type: "drain", retry_ms: 3000 });
    source.lose();
    vi.advanceTimersByTime(200);
    expect(shown().connection).toMatchObject({
      phase: "reconnecting",
      attempt: 1,
      nextTryAt: Date.now() + 2800,
    });
    hello();
    vi.advanceTimersByTime(200);
    expect(shown().connection).toMatchObject({ phase: "live", attempt: 0, nextTryAt: null });
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });

  it("is taken over where the browser tried in vain, with a wait that grows", async () => {
    world.answer(() => json(502, {}));
    follow();
    hello().lose();
    ScriptedEventSource.last.lose();
    await vi.advanceTimersByTimeAsync(200);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(shown().connection).toMatchObject({ phase: "reconnecting", attempt: 2 });
    await vi.advanceTimersByTimeAsync(2300);
    expect(ScriptedEventSource.alive).toHaveLength(1);
  });

  it("is tried at once when the network comes back", async () => {
    follow();
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(200);
    expect(ScriptedEventSource.alive).toEqual([]);
    world.wake();
    expect(ScriptedEventSource.alive).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(1); // what watches the clock
  });

  it("is tried again at its cursor with a growing wait where the browser gave up", async () => {
    world.answer(() => json(502, {}));
    follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 5));
    const cursor = PLAIN[4]?.seq;
    // Half of the way between one second and 2, 4, 8, 16, 30, 30 seconds.
    for (const [index, wait] of [1500, 2500, 4500, 8500, 15_500, 15_500].entries()) {
      ScriptedEventSource.last.giveUp();
      await vi.advanceTimersByTimeAsync(200);
      expect(shown().connection).toMatchObject({ phase: "reconnecting", attempt: index + 1 });
      await vi.advanceTimersByTimeAsync(wait - 201);
      expect(ScriptedEventSource.opened).toHaveLength(index + 1);
      await vi.advanceTimersByTimeAsync(1);
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
    world.answer((url) =>
      url.includes(refusing)
        ? json(503, { code: "draining" }, { "Retry-After": retryAfter })
        : json(200, { events: [] }),
    );
    follow();
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(19_900);
    expect(ScriptedEventSource.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(ScriptedEventSource.opened).toHaveLength(2);
  });

  it.each([
    [400, "malformed_id"],
    [401, "token_missing"],
    [403, "token_of_another_job"],
    [404, "no_such_job"],
    [410, "erased"],
  ])("is given up where the server says %i, with its words", async (status, code) => {
    world.answer(() => json(status, { code, title: "No", detail: "A sentence." }));
    follow();
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown().connection).toMatchObject({
      phase: "failed",
      problem: { status, code, detail: "A sentence." },
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes the rest from the snapshot where the job has ended meanwhile", async () => {
    world.answer(() => json(200, { events: PLAIN }));
    follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 7));
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toEqual({ ...folded(PLAIN), connection: shown().connection });
    expect(shown().connection.phase).toBe("ended");
  });

  it("has ended where the server answers 204 behind the last `done`", async () => {
    world.answer(() => json(200, { events: PLAIN }));
    follow();
    ScriptedEventSource.last.open();
    send(PLAIN);
    ScriptedEventSource.last.lose();
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown().connection.phase).toBe("ended");
    expect(states.some((state) => state.connection.phase === "reconnecting")).toBe(false);
  });

  it("says that the link has expired", () => {
    follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "expired" });
    expect(shown().connection).toMatchObject({
      phase: "failed",
      problem: { code: "token_expired" },
    });
  });
});

describe("a connection that falls silent", () => {
  it("is stale after two heartbeats were missed, and replaced after three", () => {
    follow();
    hello();
    vi.advanceTimersByTime(34_000);
    expect(shown().connection.phase).toBe("live");
    vi.advanceTimersByTime(2000);
    expect(shown().connection.phase).toBe("stale");
    vi.advanceTimersByTime(10_000);
    expect(shown().connection).toMatchObject({ phase: "reconnecting", attempt: 1 });
    expect(ScriptedEventSource.opened).toHaveLength(2);
    expect(ScriptedEventSource.opened[0]?.readyState).toBe(2);
  });

  it("stays live by heartbeats alone", () => {
    follow();
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
    expect(shown().connection.phase).toBe("live");
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });
});

describe("a cursor that the server does not know", () => {
  it("starts the history again without showing a job that shrinks", () => {
    follow();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    send(PLAIN.slice(0, 15));
    vi.advanceTimersByTime(200);
    const before = shown();
    ScriptedEventSource.last.lose();
    ScriptedEventSource.last.open();
    ScriptedEventSource.last.control({ type: "reset", reason: "unknown", first: PLAIN[0]?.seq });
    send(PLAIN.slice(0, 3));
    vi.advanceTimersByTime(200);
    expect({ ...shown(), connection: null }).toEqual({ ...before, connection: null });
    send(PLAIN.slice(3));
    ScriptedEventSource.last.control({ type: "caught_up", seq: LAST });
    expect(shown()).toEqual({ ...folded(PLAIN), connection: shown().connection });
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
          world = scriptedWorld();
          world.answer(() => json(502, {}));
          states = [];
          const following = follow();
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
            await vi.advanceTimersByTimeAsync(300);
            while (ScriptedEventSource.alive.length === 0 && vi.getTimerCount() > 0) {
              await vi.advanceTimersByTimeAsync(500);
            }
            if (states.at(-1)?.connection.phase === "ended") {
              break;
            }
          }
          following.close();
          expect({ ...shown(), connection: null }).toEqual({ ...folded(lines), connection: null });
          for (const [index, state] of states.entries()) {
            const before = states[index - 1];
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
    world.answer(() => json(502, {}));
    const following = follow();
    ScriptedEventSource.last.open();
    send(PLAIN.slice(0, 3));
    ScriptedEventSource.last.giveUp();
    await vi.advanceTimersByTimeAsync(10);
    following.close();
    const published = states.length;
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(states.length).toBe(published);
    expect(ScriptedEventSource.opened).toHaveLength(1);
  });

  it("is not woken by an answer that comes after it was closed", async () => {
    let respond: (response: Response) => void = () => undefined;
    world.answer(() => new Promise((resolve) => (respond = resolve)));
    const following = follow();
    ScriptedEventSource.last.giveUp();
    following.close();
    respond(json(404, { code: "no_such_job" }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(states).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
