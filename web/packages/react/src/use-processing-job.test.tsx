import { act, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GOLDEN_JOBS, shownOf } from "../../../test/golden";
import { ScriptedEventSource, type ScriptedWorld, scriptedWorld } from "../../../test/scripted";
import { useProcessingJob } from "./use-processing-job";

const JOB = "11111111-2222-4333-8444-555555555555";
const PLAIN = shownOf(GOLDEN_JOBS.find(({ name }) => name === "a_plain_job") ?? expect.fail());

let world: ScriptedWorld;

beforeEach(() => {
  vi.useFakeTimers();
  world = scriptedWorld();
});

afterEach(() => {
  vi.useRealTimers();
});

function later(ms: number) {
  return act(() => vi.advanceTimersByTimeAsync(ms));
}

it("gives the state of the job, from connecting to its end", async () => {
  const { result } = renderHook(() => useProcessingJob(JOB, { token: "t", environment: world }));
  expect(result.current.connection.phase).toBe("connecting");
  ScriptedEventSource.last.open();
  await later(150);
  expect(result.current.connection.phase).toBe("live");
  ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
  act(() => {
    for (const { seq, event } of PLAIN) {
      ScriptedEventSource.last.send(seq, event);
    }
  });
  expect(result.current.status).toBe("completed");
  expect(result.current.connection.phase).toBe("ended");
  expect(result.current.diffs.map((diff) => diff.patch_id)).toEqual(["p1", "p2"]);
});

it("renders at most eight times a second", async () => {
  let renders = 0;
  renderHook(() => {
    renders += 1;
    return useProcessingJob(JOB, { environment: world });
  });
  ScriptedEventSource.last.open();
  await later(500);
  const before = renders;
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
  expect(renders - before).toBeLessThanOrEqual(8);
});

it("has one open connection under StrictMode, which mounts twice", () => {
  renderHook(() => useProcessingJob(JOB, { environment: world }), { wrapper: StrictMode });
  expect(ScriptedEventSource.opened.filter((source) => source.readyState !== 2)).toHaveLength(1);
});

it("shows nothing of one job under the name of another", async () => {
  const { result, rerender } = renderHook(
    ({ id }) => useProcessingJob(id, { environment: world }),
    {
      initialProps: { id: JOB },
    },
  );
  ScriptedEventSource.last.open();
  for (const { seq, event } of PLAIN.slice(0, 12)) {
    ScriptedEventSource.last.send(seq, event);
  }
  await later(200);
  expect(result.current.steps).toHaveLength(7);
  rerender({ id: JOB.replace("1111", "2222") });
  expect(result.current.steps).toEqual([]);
  expect(ScriptedEventSource.opened).toHaveLength(2);
  expect(ScriptedEventSource.opened[0]?.readyState).toBe(2);
});

it("leaves nothing behind when it is unmounted", async () => {
  const { unmount } = renderHook(() => useProcessingJob(JOB, { environment: world }));
  ScriptedEventSource.last.open();
  await later(300);
  unmount();
  expect(ScriptedEventSource.last.readyState).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});
