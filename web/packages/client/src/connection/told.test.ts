import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { eventsOf } from "../../../../test/golden";
import {
  json,
  ScriptedEventSource,
  type ScriptedWorld,
  scriptedWorld,
} from "../../../../test/scripted";
import type { StreamingState } from "../streaming-state";
import { followJob } from "./follow";
import type { FollowOptions } from "./options";

const JOB = "11111111-2222-4333-8444-555555555555";
const PLAIN = eventsOf("a_plain_job");

let world: ScriptedWorld;
let states: StreamingState[];

function follow(more: Partial<FollowOptions> = {}) {
  return followJob({
    jobId: JOB,
    token: "secret",
    environment: world,
    onState: (state) => states.push(state),
    ...more,
  });
}

function lag(): number | null {
  return (states.at(-1) ?? expect.fail("nothing was published")).connection.lagMs;
}

/** An event that the server, whose clock is five minutes behind ours, stamped so long ago. */
function tellAfter(ms: number, seq: number): void {
  const stamp = Date.now() - ms - 300_000;
  ScriptedEventSource.last.send(seq, {
    type: "metric_update",
    timestamp: new Date(stamp).toISOString(),
    id: `m-${seq}`,
    job_id: JOB,
    data: { key: "n", value: seq },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  world = scriptedWorld();
  states = [];
});

afterEach(() => {
  vi.useRealTimers();
});

it("tells how late events are, whatever the machine's clock says", async () => {
  follow();
  ScriptedEventSource.last.open();
  tellAfter(3_600_000, 1);
  await vi.advanceTimersByTimeAsync(200);
  expect(lag()).toBeNull(); // history is no measure
  ScriptedEventSource.last.control({ type: "caught_up", seq: 1 });
  tellAfter(20, 2);
  await vi.advanceTimersByTimeAsync(200);
  expect(lag()).toBe(0);
  tellAfter(1520, 3);
  await vi.advanceTimersByTimeAsync(200);
  expect(lag()).toBe(1500);
});

it("tells it exactly once the server was asked for something", async () => {
  world.answer(() =>
    json(200, { events: [], snapshot_at: new Date(Date.now() - 300_000).toISOString() }),
  );
  follow();
  ScriptedEventSource.last.giveUp();
  await vi.advanceTimersByTimeAsync(2000);
  ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
  tellAfter(700, 1);
  await vi.advanceTimersByTimeAsync(200);
  expect(lag()).toBe(700);
});

it("tells the console each frame and each change of the connection where it is asked to, and never the token", async () => {
  world.answer(() => json(401, { code: "token_expired", detail: "It has expired." }));
  follow({ debug: true });
  ScriptedEventSource.last.open();
  for (const { seq, event } of PLAIN.slice(0, 5)) {
    ScriptedEventSource.last.send(seq, event);
  }
  ScriptedEventSource.last.control({ type: "caught_up", seq: 5 });
  ScriptedEventSource.last.giveUp();
  await vi.advanceTimersByTimeAsync(1000);
  const told = world.logged.map(([, what]) => what);
  expect(told.filter((what) => what === "event")).toHaveLength(5);
  expect(told).toContain("caught up");
  const phases = world.logged.flatMap(([, what, status]) =>
    what === "connection" ? [(status as { phase: string }).phase] : [],
  );
  expect(phases).toEqual(["live", "reconnecting", "failed"]);
  expect(JSON.stringify(world.logged)).not.toContain("secret");
});

it("tells the console nothing unless it is asked to", () => {
  follow();
  ScriptedEventSource.last.open();
  ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
  expect(world.logged).toEqual([]);
});
