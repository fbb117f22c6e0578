import fc from "fast-check";
import { expect, it } from "vitest";
import { GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import type { InsightEvent, MetricUpdateEvent } from "../generated/events";
import { JobState } from "./job-state";
import { compareRuns } from "./runs";
import { MOST_POINTS } from "./series";
import { Tellings } from "./tellings";

const JOB = "11111111-2222-4333-8444-555555555555";

interface Happening {
  readonly what: "tell" | "begin" | "accept";
  readonly step: string;
  readonly run: string | null;
  readonly key: string;
  readonly metric: boolean;
}

const happenings = fc.array(
  fc.record<Happening>({
    what: fc.constantFrom("tell", "tell", "tell", "tell", "begin", "accept"),
    step: fc.constantFrom("planning", "writing"),
    run: fc.constantFrom("1.1", "1.2", "1.10", "2.1", null),
    key: fc.constantFrom("a", "b", "c"),
    metric: fc.boolean(),
  }),
  { maxLength: 60 },
);

function eventOf({ step, run, key, metric }: Happening, seq: number) {
  const own = run === null ? "acme" : `${JOB}:${step}:${run}`;
  const envelope = { timestamp: `t${seq}`, id: `${own}:${seq}`, job_id: JOB, step, run };
  return metric
    ? ({
        ...envelope,
        type: "metric_update",
        data: { key, value: seq },
      } satisfies MetricUpdateEvent)
    : ({
        ...envelope,
        type: "insight_emitted",
        data: { id: key, category: "gap", importance: "low", message: `${seq}` },
      } satisfies InsightEvent);
}

/** What is shown, as it is defined: everything that was told of what is not superseded, in the order of the log. */
class Plainly {
  foreign: [number, ReturnType<typeof eventOf>][] = [];
  readonly bySteps = new Map<string, Map<string, [number, ReturnType<typeof eventOf>][]>>();

  happen(happening: Happening, seq: number): void {
    const { what, step, run } = happening;
    const runs = this.bySteps.get(step) ?? new Map();
    this.bySteps.set(step, runs);
    if (what === "accept") {
      this.bySteps.set(step, new Map(run === null ? [] : [[run, runs.get(run) ?? []]]));
    } else if (what === "tell" && run === null) {
      this.foreign.push([seq, eventOf(happening, seq)]);
    } else if (run !== null) {
      const told = runs.get(run) ?? [];
      runs.set(run, told);
      if (what === "tell") {
        told.push([seq, eventOf(happening, seq)]);
      }
    }
  }

  shown() {
    const told = [...this.foreign];
    for (const runs of this.bySteps.values()) {
      const newest = [...runs.keys()].sort(compareRuns).at(-1);
      told.push(...((newest !== undefined && runs.get(newest)) || []));
    }
    return told.sort(([left], [right]) => left - right);
  }
}

it("shows what is told in full of what is kept of it only in short", () => {
  fc.assert(
    fc.property(happenings, (all) => {
      const tellings = new Tellings();
      const plainly = new Plainly();
      all.forEach((happening, index) => {
        const { what, step, run } = happening;
        if (what === "tell") {
          tellings.tell(index + 1, eventOf(happening, index + 1));
        } else if (what === "accept") {
          tellings.accept(step, run ?? undefined);
        } else if (run !== null) {
          tellings.begin(step, run);
        }
        plainly.happen(happening, index + 1);
      });
      const insights = new Map<string, number>();
      const metrics = new Map<string, number[]>();
      for (const [seq, event] of plainly.shown()) {
        if (event.type === "insight_emitted") {
          insights.set(event.data.id, seq);
        } else {
          metrics.set(event.data.key, [...(metrics.get(event.data.key) ?? []), seq]);
        }
      }
      const shown = tellings.shown("insight_emitted");
      expect(
        shown.map(({ seq, event }) => [event.type === "insight_emitted" && event.data.id, seq]),
      ).toEqual([...insights]);
      expect(
        tellings
          .shown("metric_update")
          .map(({ event, points }) => [
            event.type === "metric_update" && event.data.key,
            points.map(({ value }) => value),
          ]),
      ).toEqual([...metrics]);
    }),
  );
});

it("says by another number that what is shown is another", () => {
  fc.assert(
    fc.property(happenings, (all) => {
      const tellings = new Tellings();
      let before = { at: -1, shown: "" };
      all.forEach((happening, index) => {
        const { what, step, run } = happening;
        if (what === "tell") {
          tellings.tell(index + 1, eventOf(happening, index + 1));
        } else if (what === "accept") {
          tellings.accept(step, run ?? undefined);
        } else if (run !== null) {
          tellings.begin(step, run);
        }
        const now = {
          at: tellings.changesOf("metric_update"),
          shown: JSON.stringify(tellings.shown("metric_update")),
        };
        if (now.at === before.at) {
          expect(now.shown).toBe(before.shown);
        }
        before = now;
      });
    }),
  );
});

it("keeps the memory of a metric flat, and its newest value", () => {
  const state = new JobState();
  for (let seq = 1; seq <= 30_000; seq += 1) {
    const happening = {
      what: "tell",
      step: "planning",
      run: "1.1",
      key: "n",
      metric: true,
    } as const;
    state.apply(seq, eventOf(happening, seq));
  }
  const points = state.metricSeries.n ?? expect.fail();
  expect(points.length).toBeLessThanOrEqual(MOST_POINTS);
  expect(points.at(-1)?.value).toBe(30_000);
  expect(points.map(({ value }) => value)).toEqual(
    [...points.map(({ value }) => value)].sort((left, right) => left - right),
  );
  expect(structuredClone(state.capture).told.bySteps.get("planning")?.get("1.1")?.size).toBe(1);
});

it("gives the same lists again where nothing of theirs was told", () => {
  const state = new JobState();
  const shown = shownOf(GOLDEN_JOBS.find(({ name }) => name === "a_plain_job") ?? expect.fail());
  for (const { seq, event } of shown) {
    state.apply(seq, event);
  }
  const before = state.view();
  const series = state.metricSeries;
  state.apply(10_000, {
    type: "validation_update",
    timestamp: "t",
    id: "acme-1",
    job_id: JOB,
    data: { rule_id: "X", severity: "minor", phase: "after", status: "pass" },
  });
  const after = state.view();
  expect(after.validations).not.toBe(before.validations);
  expect(after.insights).toBe(before.insights);
  expect(after.metrics).toBe(before.metrics);
  expect(after.diffs).toBe(before.diffs);
  expect(after.steps).toBe(before.steps);
  expect(state.metricSeries).toBe(series);
});
