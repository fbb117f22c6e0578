import { JobState } from "@resume-optimizer/client";
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Line, longJob } from "../../../test/long-job";
import recorded from "../../../test/recorded-job.json";
import { ScriptedEventSource, type ScriptedWorld, scriptedWorld } from "../../../test/scripted";
import { useProcessingJob } from "./use-processing-job";

const EVENTS_PER_SECOND = 1000;
const SECONDS = 30;
const TURN_MS = 10;
const MOST_RENDERS = 8;
const LEAST_RENDERS = 5;
const JOB = recorded as unknown as readonly Line[];
const LONG = longJob(JOB, EVENTS_PER_SECOND * SECONDS);

let world: ScriptedWorld;

vi.setConfig({ testTimeout: 60_000 }); // 30,000 events on a busy machine

beforeEach(() => {
  vi.useFakeTimers();
  world = scriptedWorld();
});

afterEach(() => {
  vi.useRealTimers();
});

function folded(lines: readonly Line[]) {
  const state = new JobState();
  const taken = lines.filter(({ seq, event }) => state.apply(seq, event));
  expect(taken).toHaveLength(lines.length);
  return state.view();
}

it("makes a long job of a recorded one, which comes to the same end", () => {
  expect(LONG).toHaveLength(EVENTS_PER_SECOND * SECONDS);
  const [long, short] = [folded(LONG), folded(JOB)];
  const told = (view: typeof long) => ({
    status: view.status,
    progress: view.progress,
    artifacts: view.artifacts,
    steps: view.steps.map(({ step, state, pct }) => ({ step, state, pct })),
    insights: new Map(view.insights.map(({ id, message }) => [id, message])),
    metrics: view.metrics,
    validations: new Map(
      view.validations.map((one) => [`${one.phase} ${one.rule_id}`, one.status]),
    ),
    diffs: view.diffs.map(({ patch_id, section, op }) => [patch_id, section, op]),
  });
  expect(told(long)).toEqual(told(short));
  expect(
    longJob(JOB, JOB.length)
      .map(({ event }) => event.id)
      .toSorted(),
  ).toEqual(JOB.map(({ event }) => event.id).toSorted());
});

it(`renders at most ${MOST_RENDERS} times in any second of ${SECONDS} s × ${EVENTS_PER_SECOND} events/s, and ends exact`, async () => {
  const renders: number[] = [];
  const { result } = renderHook(() => {
    renders.push(Date.now());
    return useProcessingJob(JOB[0]?.event.job_id ?? "", { token: "t", environment: world });
  });
  const source = ScriptedEventSource.last;
  source.open();
  source.control({ type: "caught_up", seq: 0 });
  await act(() => vi.advanceTimersByTimeAsync(1000));
  renders.length = 0;
  const perTurn = (EVENTS_PER_SECOND * TURN_MS) / 1000;
  for (let turn = 0; turn < LONG.length; turn += perTurn) {
    await act(async () => {
      for (const { seq, event } of LONG.slice(turn, turn + perTurn)) {
        source.send(seq, event);
      }
      await vi.advanceTimersByTimeAsync(TURN_MS);
    });
  }
  expect(result.current.connection.phase).toBe("ended");
  expect({ ...result.current, ...folded(LONG) }).toEqual(result.current);
  renders.pop(); // the end goes out at once, whatever went out before
  const spans = renders.slice(MOST_RENDERS).map((time, index) => time - (renders[index] ?? 0));
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000 - TURN_MS); // `act` renders at the end of a turn
  // Nor are there few because little was shown.
  expect(renders.length).toBeGreaterThanOrEqual(LEAST_RENDERS * SECONDS);
});
