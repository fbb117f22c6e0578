import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import {
  json,
  ScriptedEventSource,
  type ScriptedWorld,
  scriptedWorld,
} from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import { JobState } from "../fold/job-state";
import type { StreamingState } from "../streaming-state";
import { type Following, followJob } from "./follow";

const JOB = "11111111-2222-4333-8444-555555555555";

interface Tab {
  readonly world: ScriptedWorld;
  readonly following: Following;
  shown: StreamingState | null;
  /** Progress and revision of each state, in order. */
  readonly course: (readonly [number, number])[];
}

/** What happens next: to the tab, or to the newest stream, that the number means. */
type Happening = readonly [
  "open" | "close" | "freeze" | "thaw" | "send" | "lose" | "refuse" | "wait",
  number,
];

const happenings = fc.array(
  fc.tuple(
    fc.constantFrom<Happening[0]>(
      "open",
      "open",
      "close",
      "freeze",
      "thaw",
      "send",
      "send",
      "send",
      "lose",
      "refuse",
      "wait",
    ),
    fc.nat({ max: 9 }),
  ),
  { maxLength: 25 },
);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A browser with any number of tabs, and a server that has the lines of a job, of which so many were told. */
class Scene {
  readonly browser = new ScriptedBrowser();
  readonly tabs: Tab[] = [];
  readonly #lines: ReturnType<typeof shownOf>;
  #told = 0;

  constructor(lines: ReturnType<typeof shownOf>) {
    ScriptedEventSource.opened = [];
    this.#lines = lines;
  }

  async happen([what, number]: Happening): Promise<void> {
    const tab = this.tabs[number % Math.max(1, this.tabs.length)];
    switch (what) {
      case "open":
        this.open();
        break;
      case "close":
        tab?.following.close();
        this.tabs.splice(0, this.tabs.length, ...this.tabs.filter((other) => other !== tab));
        break;
      case "freeze":
      case "thaw":
        tab?.world.freeze(what === "freeze");
        break;
      case "send":
        this.#told = Math.min(this.#lines.length, this.#told + number);
        this.tell();
        break;
      case "lose":
        ScriptedEventSource.alive.at(-1)?.lose();
        break;
      case "refuse":
        ScriptedEventSource.alive.at(-1)?.giveUp();
        break;
      case "wait":
        await vi.advanceTimersByTimeAsync(number * 4000);
        break;
    }
    await vi.advanceTimersByTimeAsync(300);
  }

  open(): void {
    const world = scriptedWorld(this.browser);
    world.answer((url) => {
      const after = Number(new URL(url, "http://gateway").searchParams.get("after") ?? 0);
      const events = this.#lines.slice(0, this.#told).filter(({ seq }) => seq > after);
      return url.includes("snapshot") ? json(200, { events }) : json(503, {});
    });
    const tab: Omit<Tab, "following"> = { world, shown: null, course: [] };
    const onState = (state: StreamingState) => {
      tab.shown = state;
      tab.course.push([state.revision, state.progress]);
    };
    const following = followJob({ jobId: JOB, environment: world, onState });
    this.tabs.push(Object.assign(tab, { following }));
  }

  /** Every open stream gets what it has not been told, and then some of it once more. */
  tell(): void {
    for (const source of ScriptedEventSource.alive) {
      const after = Number(new URL(source.url, "http://gateway").searchParams.get("after"));
      source.open();
      for (const { seq, event } of this.#lines.slice(0, this.#told)) {
        if (seq > after) {
          source.send(seq, event);
        }
      }
      source.control({ type: "caught_up", seq: 0 });
    }
  }

  async tellAll(): Promise<void> {
    this.#told = this.#lines.length;
    for (const { world } of this.tabs) {
      world.freeze(false);
    }
    for (let round = 0; round < 25; round += 1) {
      await vi.advanceTimersByTimeAsync(2000);
      if (round % 3 === 0 && round < 10) {
        this.tabs[0]?.following.streamAgain(); // who ended with a revision, and is told that another one follows
      }
      this.tell();
    }
    await vi.advanceTimersByTimeAsync(1000);
  }
}

it("shows in every tab what the log says, whatever tabs and their streams do", async () => {
  const jobs = fc.constantFrom(...GOLDEN_JOBS.map(shownOf));
  await fc.assert(
    fc.asyncProperty(jobs, happenings, async (lines, all) => {
      const scene = new Scene(lines);
      for (const happening of all) {
        await scene.happen(happening);
      }
      scene.open();
      await scene.tellAll();
      const fold = new JobState();
      for (const { seq, event } of lines) {
        fold.apply(seq, event);
      }
      const wanted = { ...fold.view(), metricSeries: fold.metricSeries, connection: null };
      for (const { shown, course } of scene.tabs) {
        expect({ ...shown, connection: null }).toEqual(wanted);
        for (const [index, [revision, progress]] of course.entries()) {
          const [revisionBefore, progressBefore] = course[index - 1] ?? [0, 0];
          if (revision === revisionBefore) {
            expect(progress).toBeGreaterThanOrEqual(progressBefore);
          }
        }
      }
      expect(ScriptedEventSource.alive.length).toBeLessThanOrEqual(1);
      for (const { following } of scene.tabs) {
        following.close();
      }
      await vi.advanceTimersByTimeAsync(0);
      expect(vi.getTimerCount()).toBe(0);
      expect(ScriptedEventSource.alive).toEqual([]);
      expect(scene.browser.locks.count).toBe(0);
      expect(scene.browser.channels.size).toBe(0);
    }),
    { numRuns: 30 },
  );
}, 60_000);
