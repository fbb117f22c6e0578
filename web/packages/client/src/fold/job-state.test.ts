import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import { JobState } from "./job-state";

describe("the fold on the golden jobs", () => {
  it("reads all of them", () => {
    expect(GOLDEN_JOBS.length).toBeGreaterThanOrEqual(13);
  });

  it.each(GOLDEN_JOBS.map((job) => [job.name, job] as const))("%s", (_, job) => {
    const state = new JobState();
    const marks = [...job.marks];
    for (const { seq, event } of job.log) {
      if (!(String(seq) in job.hidden)) {
        state.apply(seq, event);
      }
      while (marks[0]?.seq === seq) {
        expect(state.view(), `${job.promise} (at ${seq})`).toEqual(marks.shift()?.state);
      }
    }
    expect(marks).toEqual([]);
  });
});

describe("the fold under whatever a connection may do", () => {
  const jobs = fc.constantFrom(...GOLDEN_JOBS.map(shownOf));

  it("gives the same state whatever stretch is sent again", () => {
    fc.assert(
      fc.property(jobs, fc.infiniteStream(fc.nat({ max: 20 })), (lines, repeats) => {
        const once = new JobState();
        const often = new JobState();
        lines.forEach(({ seq, event }, index) => {
          once.apply(seq, event);
          often.apply(seq, event);
          const back = repeats.next().value;
          for (const again of lines.slice(Math.max(0, index - back), index + 1)) {
            expect(often.apply(again.seq, again.event)).toBe(false);
          }
        });
        expect(often.view()).toEqual(once.view());
      }),
    );
  });

  it("resumes at any cut: what came before and what comes after it make the whole", () => {
    fc.assert(
      fc.property(jobs, fc.array(fc.nat({ max: 60 }), { maxLength: 5 }), (lines, cuts) => {
        const whole = new JobState();
        for (const { seq, event } of lines) {
          whole.apply(seq, event);
        }
        const resumed = new JobState();
        for (const cut of [...cuts.sort((a, b) => a - b), lines.length]) {
          // A server resumes after the reader's cursor; one that resumes too early does no harm.
          for (const { seq, event } of lines.slice(0, cut)) {
            resumed.apply(seq, event);
          }
        }
        expect(resumed.view()).toEqual(whole.view());
      }),
    );
  });

  it("takes what two readers bring at once: a stream and a question may both tell the same", () => {
    fc.assert(
      fc.property(jobs, fc.infiniteStream(fc.boolean()), (lines, turns) => {
        const whole = new JobState();
        const both = new JobState();
        const readers = [lines.values(), lines.values()] as const;
        let told = 0;
        for (const { seq, event } of lines) {
          whole.apply(seq, event);
        }
        while (told < 2 * lines.length) {
          const line = readers[turns.next().value ? 0 : 1].next().value;
          told += line ? 1 : 0;
          if (line) {
            both.apply(line.seq, line.event);
          }
        }
        expect(both.view()).toEqual(whole.view());
        expect(both.metricSeries).toEqual(whole.metricSeries);
      }),
    );
  });

  it("goes on in another tab from what it knew at any cut, and knows as much", () => {
    fc.assert(
      fc.property(jobs, fc.nat({ max: 60 }), (lines, cut) => {
        const whole = new JobState();
        for (const { seq, event } of lines.slice(0, cut)) {
          whole.apply(seq, event);
        }
        const other = new JobState(structuredClone(whole.capture));
        expect(other.view()).toEqual(whole.view());
        for (const { seq, event } of lines.slice(Math.max(0, cut - 3))) {
          whole.apply(seq, event);
          other.apply(seq, event);
        }
        expect(other.view()).toEqual(whole.view());
        expect(other.metricSeries).toEqual(whole.metricSeries);
        expect(other.seq).toBe(whole.seq);
      }),
    );
  });

  it("never lets progress fall within a revision", () => {
    fc.assert(
      fc.property(jobs, (lines) => {
        const state = new JobState();
        let before = state.view();
        for (const { seq, event } of lines) {
          state.apply(seq, event);
          const after = state.view();
          if (after.revision === before.revision) {
            expect(after.progress).toBeGreaterThanOrEqual(before.progress);
          }
          before = after;
        }
      }),
    );
  });

  it("is not moved by fields that are null, as foreign writers may send them", () => {
    const event = {
      type: "insight_emitted",
      timestamp: "2026-11-22T20:00:00.000Z",
      id: "acme-1",
      job_id: "x",
      step: null,
      run: null,
      data: {
        id: "a",
        category: "pay",
        importance: "low",
        message: "No pay",
        step: null,
        ref: null,
      },
    } as const;
    const state = new JobState();
    state.apply(1, event);
    expect(state.view().insights).toEqual([
      {
        seq: 1,
        timestamp: event.timestamp,
        id: "a",
        category: "pay",
        importance: "low",
        message: "No pay",
      },
    ]);
  });
});
