import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from "vitest";
import { eventsOf } from "../../../test/golden";
import { type Mounted, type ReactVersion, reactVersion } from "../../../test/reacts";
import {
  json,
  ScriptedEventSource,
  type ScriptedWorld,
  Spectator,
  scriptedWorld,
} from "../../../test/scripted";
import { ScriptedBrowser } from "../../../test/scripted-tabs";
import type { ProcessingJob, ProcessingJobOptions } from "./use-processing-job";

const JOB = "11111111-2222-4333-8444-555555555555";
const OTHER = JOB.replace("1111", "2222");
const PLAIN = eventsOf("a_plain_job");

let browser: ScriptedBrowser;
let world: ScriptedWorld;
let complaints: MockInstance;

/** The newest stream says that it is there. */
function hello(): void {
  ScriptedEventSource.last.open();
  ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
}

function send(lines: typeof PLAIN): void {
  for (const { seq, event } of lines) {
    ScriptedEventSource.last.send(seq, event);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  ScriptedEventSource.opened = [];
  browser = new ScriptedBrowser();
  world = scriptedWorld(browser);
  complaints = vi.spyOn(console, "error");
});

afterEach(() => {
  vi.useRealTimers();
  expect(complaints).not.toHaveBeenCalled(); // where React says what was done wrong
});

describe.each([17, 18, 19])("useProcessingJob on React %i", (major) => {
  let version: ReactVersion;
  let useProcessingJob: (jobId: string, options?: ProcessingJobOptions) => ProcessingJob;
  let mounted: Mounted | null = null;
  let rendered: ProcessingJob[];

  beforeAll(async () => {
    version = reactVersion(major);
    vi.resetModules();
    vi.doMock("react", () => ({ ...version.react, default: version.react }));
    ({ useProcessingJob } = await import("./use-processing-job"));
  });

  afterAll(() => {
    vi.doUnmock("react");
  });

  afterEach(async () => {
    await unmount();
  });

  function Watcher({ jobId, options }: { jobId: string; options: ProcessingJobOptions }): null {
    rendered.push(useProcessingJob(jobId, options));
    return null;
  }

  function element(jobId: string, more: ProcessingJobOptions) {
    const { createElement } = version.react;
    const options = { token: "secret", environment: world, ...more };
    return createElement(Watcher, { jobId, options });
  }

  async function mount(more: ProcessingJobOptions = {}, strictly = false): Promise<void> {
    rendered = [];
    const { createElement, StrictMode } = version.react;
    const watcher = element(JOB, more);
    mounted = await version.mount(strictly ? createElement(StrictMode, null, watcher) : watcher);
    await later(10);
  }

  async function unmount(): Promise<void> {
    const root = mounted;
    mounted = null;
    await version.act(() => root?.unmount());
  }

  function later(ms: number): Promise<void> {
    return version.act(() => vi.advanceTimersByTimeAsync(ms));
  }

  function current(): ProcessingJob {
    return rendered.at(-1) ?? expect.fail("nothing was rendered");
  }

  const situations: readonly (readonly [string, object, () => void])[] = [
    ["connecting", { attempt: 0, via: "stream" }, () => undefined],
    ["live", { attempt: 0, via: "stream" }, hello],
    ["reconnecting", { attempt: 1, via: "stream" }, () => ScriptedEventSource.last.giveUp()],
    [
      "failed",
      { problem: { code: "token_expired" } },
      () => {
        ScriptedEventSource.last.control({ type: "expired" });
      },
    ],
    [
      "ended",
      { attempt: 0, nextTryAt: null },
      () => {
        hello();
        send(PLAIN);
      },
    ],
  ];

  it.each(situations)("says that a connection is %s", async (phase, more, happen) => {
    await mount();
    await version.act(happen);
    await later(200);
    expect(current().connection).toMatchObject({ phase, ...more });
  });

  it("says that a connection is stale", async () => {
    await mount();
    await version.act(hello);
    await later(36_000);
    expect(current().connection).toMatchObject({ phase: "stale", via: "stream" });
  });

  it("falls back where a stream says no word, and comes back when told to try it", async () => {
    world.answer(() => json(200, { events: PLAIN.slice(0, 5) }));
    await mount();
    await later(11_500);
    expect(current().connection).toMatchObject({ phase: "fallback", via: "polling" });
    expect(current().status).toBe("running");
    await version.act(() => {
      current().streamAgain();
      hello();
    });
    await later(200);
    expect(current().connection).toMatchObject({ phase: "live", via: "stream" });
  });

  it("asks instead where streaming is off", async () => {
    world.answer(() => json(200, { events: PLAIN }));
    await mount({ streaming: false });
    expect(ScriptedEventSource.opened).toEqual([]);
    expect(current()).toMatchObject({ status: "completed", connection: { via: "polling" } });
  });

  it("gives the state of the job, whole", async () => {
    await mount();
    await version.act(() => {
      hello();
      send(PLAIN);
    });
    expect(current().status).toBe("completed");
    expect(current().diffs.map((diff) => diff.patch_id)).toEqual(["p1", "p2"]);
    expect(current().metricSeries).toEqual(
      Object.fromEntries(
        Object.entries(current().metrics).map(([key, value]) => [
          key,
          expect.arrayContaining([expect.objectContaining({ value })]),
        ]),
      ),
    );
  });

  it("renders at most eight times a second", async () => {
    await mount();
    await version.act(hello);
    await later(500);
    const before = rendered.length;
    for (let seq = 1; seq < 200; seq += 1) {
      ScriptedEventSource.last.send(seq, {
        type: "metric_update",
        timestamp: "2026-11-22T20:00:00.000Z",
        id: `m-${seq}`,
        job_id: JOB,
        data: { key: "n", value: seq },
      });
      await later(5);
    }
    expect(rendered.length - before).toBeGreaterThanOrEqual(6);
    expect(rendered.length - before).toBeLessThanOrEqual(8);
  });

  it("shows nothing of one job under the name of another", async () => {
    await mount();
    await version.act(hello);
    await version.act(() => send(PLAIN.slice(0, 12)));
    await later(200);
    expect(current().steps).toHaveLength(7);
    const before = rendered.length;
    await version.act(() => mounted?.render(element(OTHER, {})));
    await later(10);
    expect(rendered.slice(before).every(({ steps }) => steps.length === 0)).toBe(true);
    expect(ScriptedEventSource.alive.map(({ url }) => url.includes(OTHER))).toEqual([true]);
  });

  it("cancels, and runs again and follows that", async () => {
    world.answer(() => json(202, { revision: 2 }));
    await mount();
    await version.act(() => current().cancel());
    expect(world.asked).toEqual([`/api/jobs/${JOB}/cancel`]);
    const canceled = eventsOf("a_canceled_job");
    await version.act(() => {
      hello();
      send(canceled);
    });
    expect(current().connection.phase).toBe("ended");
    await version.act(() => current().retry());
    await later(10);
    expect(world.asked.at(-1)).toBe(`/api/jobs/${JOB}/retry`);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    await version.act(hello);
    await later(200);
    expect(current().connection.phase).toBe("live");
  });

  it("rejects with the words of a refusal", async () => {
    world.answer(() => json(409, { code: "already_ended", detail: "It has ended." }));
    await mount();
    await expect(current().cancel()).rejects.toThrow("It has ended.");
    await expect(current().retry()).rejects.toThrow("It has ended.");
  });

  it("gives the same functions as long as the job is the same", async () => {
    await mount();
    await version.act(hello);
    await later(200);
    const [first, last] = [rendered[0], current()];
    expect(rendered.length).toBeGreaterThan(1);
    expect([last.cancel, last.retry, last.streamAgain]).toEqual([
      first?.cancel,
      first?.retry,
      first?.streamAgain,
    ]);
  });

  it.each([
    ["once", false],
    ["twice, as under StrictMode", true],
  ])("has one connection when it is mounted %s, and leaves nothing behind", async (_, strictly) => {
    await mount({}, strictly);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    expect(browser.locks.count).toBe(1);
    expect(browser.channels.size).toBe(1);
    expect(world.watchers).toBe(1);
    await version.act(hello);
    await later(300);
    await unmount();
    await later(0);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(browser.locks.count).toBe(0);
    expect(browser.channels.size).toBe(0);
    expect(world.watchers).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    const before = rendered.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(rendered).toHaveLength(before);
  });

  it("looks now and then at a job that has ended, while it is there, and not afterwards", async () => {
    world.answer(() => json(200, { events: [] }));
    const spectator = new Spectator(world);
    await mount();
    await version.act(() => {
      hello();
      send(PLAIN);
    });
    await later(60_000);
    expect(world.asked).toHaveLength(1);
    await unmount();
    expect(spectator.awaited).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    spectator.comeBack();
    await later(120_000);
    expect(world.asked).toHaveLength(1);
  });
});
