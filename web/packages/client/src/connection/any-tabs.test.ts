import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { inVirtualTime, JOB, type Lines, later, send, Tab } from "../../../../test/following";
import { GOLDEN_JOBS, shownOf } from "../../../../test/golden";
import { json, ScriptedEventSource } from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import { JobState } from "../fold/job-state";
import type { Following } from "./follow";

inVirtualTime();

const START = { body: { resume_text: "r", job_text: "p" }, idempotencyKey: "k1" };

interface FollowingTab extends Tab {
  readonly following: Following;
}

/** What happens next: to the tab, or to the newest stream, that the number means. */
type Happening = readonly [
  "open" | "close" | "freeze" | "thaw" | "send" | "lose" | "refuse" | "cut" | "heal" | "wait",
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
      "cut",
      "cut",
      "heal",
      "wait",
    ),
    fc.nat({ max: 9 }),
  ),
  { maxLength: 25 },
);

/** A browser with any number of tabs, and a server that has the lines of a job, of which so many were told. */
class Scene {
  readonly browser = new ScriptedBrowser();
  readonly tabs: FollowingTab[] = [];
  readonly #lines: Lines;
  #told = 0;
  /** Nothing answers and no stream opens, but what starts jobs answers: with the end, once it was told. */
  #cut = false;

  constructor(lines: Lines) {
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
      case "cut":
      case "heal":
        this.#cut = what === "cut";
        break;
      case "wait":
        await this.#pass(number * 4000);
        break;
    }
    await this.#pass(300);
  }

  open(): void {
    const tab = new Tab(this.browser);
    tab.world.answer((url) => {
      const after = Number(new URL(url, "http://gateway").searchParams.get("after") ?? 0);
      const events = this.#lines.slice(0, this.#told).filter(({ seq }) => seq > after);
      if (url.endsWith("/pipeline/run")) {
        const over = this.#told === this.#lines.length;
        return over ? json(200, { job_id: JOB, events }) : json(202, { job_id: JOB });
      }
      return url.includes("snapshot") && !this.#cut ? json(200, { events }) : json(503, {});
    });
    const start = this.tabs.length % 2 === 1 ? START : undefined; // every other one was loaded since
    this.tabs.push(Object.assign(tab, { following: tab.follow({ start }) }));
  }

  /** So many milliseconds pass; where nothing gets through, no stream stays. */
  async #pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1000) {
      for (const source of this.#cut ? ScriptedEventSource.alive : []) {
        source.giveUp();
      }
      await later(Math.min(left, 1000));
    }
  }

  /** Every open stream gets what it has not been told, and then some of it once more. */
  tell(): void {
    for (const source of ScriptedEventSource.alive) {
      const after = Number(new URL(source.url, "http://gateway").searchParams.get("after"));
      source.open();
      send(
        this.#lines.slice(0, this.#told).filter(({ seq }) => seq > after),
        source,
      );
      source.control({ type: "caught_up", seq: 0 });
    }
  }

  async tellAll(): Promise<void> {
    this.#told = this.#lines.length;
    this.#cut = false;
    for (const { world } of this.tabs) {
      world.freeze(false);
    }
    for (let round = 0; round < 25; round += 1) {
      await later(2000);
      if (round % 3 === 0 && round < 10) {
        this.tabs[0]?.following.streamAgain(); // who ended with a revision, and is told that another one follows
      }
      this.tell();
    }
    await later(1000);
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
      for (const { job, states } of scene.tabs) {
        expect(job).toEqual(wanted);
        for (const [index, { revision, progress }] of states.entries()) {
          const before = states[index - 1];
          if (revision === before?.revision) {
            expect(progress).toBeGreaterThanOrEqual(before.progress);
          }
        }
      }
      expect(ScriptedEventSource.alive.length).toBeLessThanOrEqual(1);
      for (const { following } of scene.tabs) {
        following.close();
      }
      await later(0);
      expect(vi.getTimerCount()).toBe(0);
      expect(ScriptedEventSource.alive).toEqual([]);
      expect(scene.browser.locks.count).toBe(0);
      expect(scene.browser.channels.size).toBe(0);
    }),
    { numRuns: 500 },
  );
}, 60_000);
