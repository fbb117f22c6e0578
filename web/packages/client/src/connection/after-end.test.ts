import { beforeEach, describe, expect, it, vi } from "vitest";
import { inVirtualTime, JOB, type Lines, later, send, Tab } from "../../../../test/following";
import { eventsOf } from "../../../../test/golden";
import { json, ScriptedEventSource, Spectator } from "../../../../test/scripted";
import { ScriptedBrowser } from "../../../../test/scripted-tabs";
import type { Following } from "./follow";

const TOLD = eventsOf("a_second_revision");
const FIRST_END = TOLD.findIndex(({ event }) => event.type === "done") + 1;
const CURSOR = TOLD[FIRST_END - 1]?.seq ?? 0;
const ALL = [...TOLD, ...endOf(2, TOLD.at(-1)?.seq ?? 0)];
/** With the jitter of scripted worlds. */
const A_LOOK_MS = 45_000;

interface SeenTab extends Tab {
  readonly spectator: Spectator;
  readonly following: Following;
}

inVirtualTime();

let browser: ScriptedBrowser;
/** So much of the log there is. */
let told: number;
let refusal: (() => Response) | null;

function answer(url: string, init: RequestInit): Response {
  if (refusal) {
    return refusal();
  }
  const after = Number(new URL(url, "http://gateway").searchParams.get("after"));
  const tag = `W/"${after}-${told}"`;
  if (new Headers(init.headers).get("If-None-Match") === tag) {
    return new Response(null, { status: 304, headers: { ETag: tag } });
  }
  return json(200, { events: ALL.slice(0, told).filter(({ seq }) => seq > after) }, { ETag: tag });
}

/** The last two events of a revision. */
function endOf(revision: number, behind: number): Lines {
  const common = { timestamp: "2026-11-22T20:00:20.000Z", job_id: JOB } as const;
  const done = { revision, status: "completed", duration_ms: 1, artifacts: {} } as const;
  const ended = { status: "completed", revision } as const;
  return [
    { seq: behind + 1, event: { ...common, id: "a", type: "job_status", data: ended } },
    { seq: behind + 2, event: { ...common, id: "b", type: "done", data: done } },
  ];
}

/** Follow the job in a tab that somebody sees. */
async function openTab(): Promise<SeenTab> {
  const tab = new Tab(browser);
  tab.world.answer(answer);
  const spectator = new Spectator(tab.world);
  const following = tab.follow();
  await later(200);
  return Object.assign(tab, { spectator, following });
}

/** Every open stream tells what there is behind its cursor. */
async function tell(upTo = told): Promise<void> {
  told = upTo;
  for (const source of ScriptedEventSource.alive) {
    const after = Number(new URL(source.url, "http://gateway").searchParams.get("after"));
    send(
      ALL.slice(0, told).filter(({ seq }) => seq > after),
      source,
    );
    source.control({ type: "caught_up", seq: 0 });
  }
  await later(200);
}

async function openEndedTab(): Promise<SeenTab> {
  const tab = await openTab();
  await tell();
  expect(tab.shown).toMatchObject({ revision: 1, connection: { phase: "ended" } });
  return tab;
}

function looksOf(...tabs: readonly Tab[]): number {
  return tabs.flatMap(({ world }) => world.asked).filter((url) => url.includes("/snapshot")).length;
}

beforeEach(() => {
  browser = new ScriptedBrowser();
  told = FIRST_END;
  refusal = null;
});

describe("a job that has ended", () => {
  it("is looked at seldom, only for what is new, and nothing is told where nothing is", async () => {
    const tab = await openEndedTab();
    const published = tab.states.length;
    await later(29_000);
    expect(looksOf(tab)).toBe(0);
    await later(3 * A_LOOK_MS);
    expect(tab.world.asked).toEqual(Array(3).fill(`/api/jobs/${JOB}/snapshot?after=${CURSOR}`));
    const tags = tab.world.sent.map(({ headers }) => new Headers(headers).get("If-None-Match"));
    expect(tags.map((tag) => tag !== null)).toEqual([false, true, true]);
    expect(tab.states).toHaveLength(published);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(tab.world.watchers).toBe(0);
  });

  it("is followed again, from where it ended to its next end, once another viewer told it to go on", async () => {
    const tab = await openEndedTab();
    told = FIRST_END + 2;
    await later(A_LOOK_MS);
    expect(ScriptedEventSource.alive.map(({ url }) => url)).toEqual([
      `/api/jobs/${JOB}/stream?after=${CURSOR}&access_token=secret`,
    ]);
    await tell();
    expect(tab.shown).toMatchObject({ revision: 2, status: "running" });
    expect(tab.shown.connection.phase).toBe("live");
    await tell(ALL.length);
    expect(tab.shown).toMatchObject({ revision: 2, connection: { phase: "ended" } });
    const looks = looksOf(tab);
    await later(A_LOOK_MS);
    expect(looksOf(tab)).toBe(looks + 1);
  });

  it("is told to its end where the next revision has ended as well", async () => {
    const tab = await openEndedTab();
    told = ALL.length;
    await later(A_LOOK_MS);
    await tell();
    expect(tab.shown).toMatchObject({ revision: 2, connection: { phase: "ended" } });
    expect(ScriptedEventSource.alive).toEqual([]);
  });

  it("is looked at as soon as somebody comes back to the page, and not with every click", async () => {
    const tab = await openEndedTab();
    await later(10_000);
    tab.spectator.comeBack();
    tab.spectator.comeBack();
    await later(4000);
    tab.spectator.comeBack();
    await later(0);
    expect(looksOf(tab)).toBe(1);
    await later(A_LOOK_MS);
    expect(looksOf(tab)).toBe(2);
  });

  it("is not looked at while nobody sees the page", async () => {
    const tab = await openEndedTab();
    tab.spectator.leave();
    await later(3_600_000);
    expect(looksOf(tab)).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    told = ALL.length;
    tab.spectator.comeBack();
    await later(0);
    await tell();
    expect(tab.shown.revision).toBe(2);
  });

  it("is looked at later where nothing answers, no sooner than the server wants, without a word", async () => {
    const tab = await openEndedTab();
    const published = tab.states.length;
    refusal = () => json(503, { code: "draining" }, { "Retry-After": "120" });
    await later(A_LOOK_MS);
    await later(119_000);
    expect(looksOf(tab)).toBe(1);
    await later(1000);
    expect(looksOf(tab)).toBe(2);
    expect(tab.states).toHaveLength(published);
  });

  it("that was erased meanwhile is said to be, and not looked at any more", async () => {
    const tab = await openEndedTab();
    refusal = () => json(410, { code: "erased" });
    await later(A_LOOK_MS);
    expect(tab.shown).toMatchObject({
      revision: 1,
      connection: { phase: "failed", problem: { code: "erased" } },
    });
    expect(vi.getTimerCount()).toBe(0);
    expect(tab.spectator.awaited).toBe(0);
  });

  it("of another log than the one that was seen is told from its start", async () => {
    const tab = await openEndedTab();
    refusal = () => json(422, { code: "no_such_position" });
    await later(A_LOOK_MS);
    const source = ScriptedEventSource.last;
    source.control({ type: "reset", reason: "unknown", first: 1 });
    send(
      ALL.slice(0, FIRST_END).map(({ seq, event }) => ({ seq: seq - 100, event })),
      source,
    );
    source.control({ type: "caught_up", seq: CURSOR - 100 });
    expect(tab.shown).toMatchObject({ revision: 1, connection: { phase: "ended" } });
  });

  it("is not looked at where there is no page", async () => {
    new Tab(browser).follow();
    await later(10);
    await tell();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("tabs that have seen the end", () => {
  it("ask once for all of them, and follow over one connection what they find", async () => {
    const tabs = [await openEndedTab(), await openEndedTab(), await openEndedTab()];
    await later(10 * A_LOOK_MS);
    expect(looksOf(...tabs)).toBe(10);
    told = FIRST_END + 2;
    await later(A_LOOK_MS);
    expect(ScriptedEventSource.alive).toHaveLength(1);
    await tell(ALL.length);
    for (const tab of tabs) {
      expect(tab.shown).toMatchObject({ revision: 2, connection: { phase: "ended" } });
    }
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(browser.locks.count).toBe(0);
  });
});

describe("a tab that is closed behind the end", () => {
  it.each([
    ["between two looks", () => json(200, { events: [] }), 1000],
    ["while it looks", () => new Promise<never>(() => undefined), A_LOOK_MS],
  ])("leaves nothing behind %s", async (_, respond, ms) => {
    const tab = await openEndedTab();
    tab.world.answer(respond);
    await later(ms);
    const published = tab.states.length;
    tab.following.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(tab.spectator.awaited).toBe(0);
    expect(browser.channels.size).toBe(0);
    expect(tab.world.sent.every(({ signal }) => signal?.aborted)).toBe(true);
    tab.spectator.comeBack();
    await later(600_000);
    expect(tab.states).toHaveLength(published);
    expect(vi.getTimerCount()).toBe(0);
  });
});
