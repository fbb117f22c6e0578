import { beforeEach, describe, expect, it, vi } from "vitest";
import { inVirtualTime, JOB, later, PLAIN, send, Tab } from "../../../../test/following";
import { json, ScriptedEventSource } from "../../../../test/scripted";

inVirtualTime();

let tab: Tab;

beforeEach(() => {
  tab = new Tab();
});

/** A server whose snapshot has so many events, by its rules: `after`, `ETag`, 304, 422. */
class Server {
  shown = 0;
  refusal: (() => Response) | null = null;

  constructor() {
    tab.world.answer((url, init) => this.#answer(url, init));
  }

  #answer(url: string, init: RequestInit): Response {
    const { pathname, searchParams } = new URL(url, "http://gateway");
    if (this.refusal) {
      return this.refusal();
    }
    if (pathname.endsWith("/stream")) {
      return json(503, { code: "no_streams_here" });
    }
    const events = PLAIN.slice(0, this.shown);
    const last = events.at(-1)?.seq ?? 0;
    const after = Number(searchParams.get("after") ?? 0);
    if (after > last) {
      return json(422, { code: "no_such_position" });
    }
    const tag = `W/"${after}-${last}"`;
    if (new Headers(init.headers).get("If-None-Match") === tag) {
      return new Response(null, { status: 304, headers: { ETag: tag } });
    }
    const body = { job_id: JOB, seq: last, events: events.filter(({ seq }) => seq > after) };
    return json(200, body, { ETag: tag });
  }
}

describe("a job that is followed without a stream", () => {
  it("is asked for every other second, for what is new only, until it has ended", async () => {
    const server = new Server();
    server.shown = 7;
    tab.follow({ streaming: false });
    await later(200);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", via: "polling", attempt: 0 });
    expect(tab.states.at(-1)?.status).toBe("running");
    await later(6000);
    expect(ScriptedEventSource.opened).toEqual([]);
    const cursor = PLAIN[6]?.seq;
    expect(tab.world.asked.map((url) => url.split("/").at(-1))).toEqual([
      "snapshot",
      `snapshot?after=${cursor}`,
      `snapshot?after=${cursor}`,
      `snapshot?after=${cursor}`,
    ]);
    const tags = tab.world.sent.map(({ headers }) => new Headers(headers).get("If-None-Match"));
    expect(tags.map((tag) => tag !== null)).toEqual([false, false, true, true]);
    server.shown = PLAIN.length;
    await later(2000);
    expect(tab.states.at(-1)?.status).toBe("completed");
    expect(tab.shown.connection).toMatchObject({ phase: "ended", via: "polling" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sends the token as a header, never in the address", async () => {
    new Server();
    tab.follow({ streaming: false });
    await later(0);
    expect(tab.world.asked[0]).not.toContain("secret");
    expect(new Headers(tab.world.sent[0]?.headers).get("Authorization")).toBe("Bearer secret");
  });

  it("says which attempt it is while nothing answers, and waits longer each time", async () => {
    const server = new Server();
    server.refusal = () => json(503, { code: "log_unavailable" }, { "Retry-After": "9" });
    tab.follow({ streaming: false });
    await later(200);
    expect(tab.shown.connection).toMatchObject({
      phase: "fallback",
      attempt: 1,
      problem: { code: "log_unavailable" },
    });
    expect(tab.shown.connection.nextTryAt).toBe(Date.now() - 200 + 9000);
    server.refusal = null;
    await later(9000);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", attempt: 0, problem: null });
  });

  it("fails where no later question would get another answer", async () => {
    const server = new Server();
    server.refusal = () => json(410, { code: "erased" });
    tab.follow({ streaming: false });
    await later(0);
    expect(tab.shown.connection).toMatchObject({ phase: "failed", problem: { code: "erased" } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes the history anew where the log was replaced, without showing a job that shrinks", async () => {
    const server = new Server();
    server.shown = 20;
    tab.follow({ streaming: false });
    await later(200);
    const before = tab.states.at(-1)?.progress ?? 0;
    expect(before).toBeGreaterThan(0);
    server.shown = 3;
    await later(2200);
    for (const { progress } of tab.states.slice(1)) {
      expect(progress).toBeGreaterThanOrEqual(before);
    }
    server.shown = PLAIN.length;
    await later(2000);
    expect(tab.shown.connection.phase).toBe("ended");
  });

  it("does not fail for a refusal that is not the server's own", async () => {
    const server = new Server();
    server.refusal = () => new Response("<html>Blocked by policy", { status: 403 });
    tab.follow({ streaming: false });
    await later(200);
    expect(tab.shown.connection).toMatchObject({
      phase: "fallback",
      problem: { code: "http_403" },
    });
  });

  it("takes no page of somebody else's for an answer", async () => {
    const server = new Server();
    server.refusal = () => new Response("<html>Please log in to this network", { status: 200 });
    tab.follow({ streaming: false });
    await later(200);
    expect(tab.shown.connection).toMatchObject({ attempt: 1, problem: { code: "unreachable" } });
  });
});

describe("a stream that does not come through", () => {
  it("is given up after three failures in a row while the snapshot answers", async () => {
    new Server().shown = 5;
    tab.follow();
    for (let failures = 0; failures < 3; failures += 1) {
      expect(ScriptedEventSource.alive).toHaveLength(1);
      ScriptedEventSource.last.giveUp();
      await later(3000);
    }
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", via: "polling" });
  });

  it("is given up at once where it opens and never says a word", async () => {
    new Server().shown = 5;
    tab.follow();
    ScriptedEventSource.last.open();
    await later(9000);
    expect(tab.states).toEqual([]);
    await later(1500);
    expect(ScriptedEventSource.alive).toEqual([]);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", via: "polling" });
    expect(tab.states.at(-1)?.status).toBe("running");
  });

  it("is not given up while the snapshot fails too: then nothing is known of the stream", async () => {
    tab.follow();
    for (let failures = 0; failures < 6; failures += 1) {
      ScriptedEventSource.last.giveUp();
      await later(200);
      expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", attempt: failures + 1 });
      while (ScriptedEventSource.alive.length === 0) {
        await later(1000);
      }
    }
  });

  it("is tried again quietly, ever more seldom, and comes back when it speaks", async () => {
    new Server().shown = 5;
    tab.follow();
    ScriptedEventSource.last.open();
    await later(10_500);
    tab.states.length = 0;
    await later(60_000);
    expect(ScriptedEventSource.opened).toHaveLength(2);
    await later(11_000);
    expect(ScriptedEventSource.alive).toEqual([]);
    await later(120_000);
    expect(ScriptedEventSource.opened).toHaveLength(3);
    expect(tab.states.every((state) => state.connection.phase === "fallback")).toBe(true);
    const asked = tab.world.asked.length;
    ScriptedEventSource.last.control({ type: "caught_up", seq: 5 });
    await later(4000);
    expect(tab.shown.connection).toMatchObject({ phase: "live", via: "stream" });
    expect(tab.world.asked).toHaveLength(asked);
  });

  it("is tried at once when the user says so, and asking goes on until it speaks", async () => {
    new Server().shown = 5;
    const following = tab.follow({ streaming: false });
    await later(200);
    following.streamAgain();
    following.streamAgain();
    expect(ScriptedEventSource.opened).toHaveLength(1);
    const asked = tab.world.asked.length;
    await later(4000);
    expect(tab.world.asked.length).toBe(asked + 2);
    ScriptedEventSource.last.giveUp();
    await later(200_000);
    expect(ScriptedEventSource.opened).toHaveLength(1);
    following.streamAgain();
    send(PLAIN);
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    expect(tab.shown.connection).toMatchObject({ phase: "ended", via: "stream" });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("where even the snapshot cannot be had", () => {
  const start = { body: { resume_text: "r", job_text: "p" }, idempotencyKey: "k1" };
  const goesOn = () => json(202, { job_id: JOB, access_token: "t" });
  const hasEnded = () => json(200, { job_id: JOB, events: PLAIN });

  /** A proxy that lets a `POST` through and nothing else; a stream that was opened says so. */
  function refuseAllBut(run: () => Response | Promise<Response>) {
    tab.world.answer((url) => (isRun(url) ? run() : json(502, {})));
  }

  function isRun(url: string) {
    return url.endsWith("/pipeline/run");
  }

  function runs() {
    return tab.world.asked.filter(isRun).length;
  }

  /** Let the stream fail as often, each time that it is tried. */
  async function loseStreams(times: number) {
    for (let failures = 0; failures < times; failures += 1) {
      ScriptedEventSource.last.giveUp();
      while (
        ScriptedEventSource.alive.length === 0 &&
        tab.states.at(-1)?.connection.phase !== "ended"
      ) {
        await later(1000);
      }
    }
  }

  it("starts again with the key of the start, which gives the same job, and waits for its end", async () => {
    refuseAllBut(hasEnded);
    tab.follow({ streaming: false, start });
    await later(20_000);
    expect(tab.shown.connection.phase).toBe("ended");
    const place = tab.world.asked.indexOf("/api/pipeline/run");
    expect(place).toBe(3);
    expect(new Headers(tab.world.sent[place]?.headers).get("Idempotency-Key")).toBe("k1");
    expect(tab.world.sent[place]?.body).toBe(JSON.stringify(start.body));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("does so where the stream fails as often too, before anything was ever told", async () => {
    refuseAllBut(hasEnded);
    tab.follow({ start });
    await loseStreams(2);
    expect(runs()).toBe(0);
    expect(tab.shown.connection).toMatchObject({
      phase: "reconnecting",
      attempt: 2,
      lastResort: null,
    });
    ScriptedEventSource.last.giveUp();
    await later(0);
    expect(runs()).toBe(1);
    expect(tab.shown.connection.phase).toBe("ended");
    expect(tab.states.at(-1)?.status).toBe("completed");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes on trying the stream beside it, waits for one answer at a time, and says so", async () => {
    refuseAllBut(() => new Promise(() => undefined));
    tab.follow({ start });
    await loseStreams(3);
    expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", lastResort: "asked" });
    const opened = ScriptedEventSource.opened.length;
    await loseStreams(2);
    expect(ScriptedEventSource.opened.length).toBe(opened + 2);
    expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", lastResort: "asked" });
    expect(runs()).toBe(1);
  });

  it("takes the way back at once when the stream speaks, and waits no longer", async () => {
    refuseAllBut(() => new Promise(() => undefined));
    tab.follow({ start });
    await loseStreams(3);
    const signal = tab.world.sent[tab.world.asked.findIndex(isRun)]?.signal;
    expect(signal?.aborted).toBe(false);
    ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
    await later(200);
    expect(signal?.aborted).toBe(true);
    expect(tab.shown.connection).toMatchObject({ phase: "live", via: "stream", lastResort: null });
  });

  it("takes the way back when the user says so, also without a stream", async () => {
    refuseAllBut(() => new Promise(() => undefined));
    const following = tab.follow({ streaming: false, start });
    await later(10_000);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", lastResort: "asked" });
    new Server().shown = 5;
    following.streamAgain();
    await later(200);
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", attempt: 0, lastResort: null });
    expect(tab.states.at(-1)?.status).toBe("running");
  });

  it("goes on asking while the job takes longer than the server waits", async () => {
    refuseAllBut(() => (runs() < 3 ? goesOn() : hasEnded()));
    tab.follow({ streaming: false, start });
    await later(60_000);
    expect(runs()).toBe(3);
    expect(tab.shown.connection.phase).toBe("ended");
  });

  it("asks again no sooner than the server wants", async () => {
    refuseAllBut(() => json(429, {}, { "Retry-After": "600" }));
    tab.follow({ streaming: false, start });
    await later(590_000);
    expect(runs()).toBe(1);
    await later(60_000);
    expect(runs()).toBe(2);
  });

  it("says that it is not possible in a tab that does not know how the job was started", async () => {
    refuseAllBut(hasEnded);
    tab.follow();
    await loseStreams(3);
    expect(runs()).toBe(0);
    expect(tab.shown.connection).toMatchObject({ phase: "reconnecting", lastResort: "impossible" });
  });

  it.each([
    ["another job", () => json(200, { job_id: JOB.replace("1", "9"), events: PLAIN })],
    ["a refusal", () => json(409, { code: "idempotency_conflict" })],
  ])("does not do so twice where it gives %s, and says so", async (_, answer) => {
    refuseAllBut(answer);
    tab.follow({ streaming: false, start });
    await later(120_000);
    expect(runs()).toBe(1);
    expect(tab.states.at(-1)?.status).toBe("started");
    expect(tab.shown.connection).toMatchObject({ phase: "fallback", lastResort: "impossible" });
  });
});
