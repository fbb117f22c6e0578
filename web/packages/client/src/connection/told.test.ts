import { beforeEach, expect, it } from "vitest";
import { hello, inVirtualTime, JOB, later, PLAIN, send, Tab } from "../../../../test/following";
import { json, ScriptedEventSource } from "../../../../test/scripted";

inVirtualTime();

let tab: Tab;

beforeEach(() => {
  tab = new Tab();
});

function lag(): number | null {
  return tab.shown.connection.lagMs;
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

it("tells how late events are, whatever the machine's clock says", async () => {
  tab.follow();
  ScriptedEventSource.last.open();
  tellAfter(3_600_000, 1);
  await later(200);
  expect(lag()).toBeNull(); // history is no measure
  ScriptedEventSource.last.control({ type: "caught_up", seq: 1 });
  tellAfter(20, 2);
  await later(200);
  expect(lag()).toBe(0);
  tellAfter(1520, 3);
  await later(200);
  expect(lag()).toBe(1500);
});

it("tells it exactly once the server was asked for something", async () => {
  tab.world.answer(() =>
    json(200, { events: [], snapshot_at: new Date(Date.now() - 300_000).toISOString() }),
  );
  tab.follow();
  ScriptedEventSource.last.giveUp();
  await later(2000);
  ScriptedEventSource.last.control({ type: "caught_up", seq: 0 });
  tellAfter(700, 1);
  await later(200);
  expect(lag()).toBe(700);
});

it("tells the console each frame and each change of the connection where it is asked to, and never the token", async () => {
  tab.world.answer(() => json(401, { code: "token_expired", detail: "It has expired." }));
  tab.follow({ debug: true });
  ScriptedEventSource.last.open();
  send(PLAIN.slice(0, 5));
  ScriptedEventSource.last.control({ type: "caught_up", seq: 5 });
  ScriptedEventSource.last.giveUp();
  await later(1000);
  const told = tab.world.logged.map(([, what]) => what);
  expect(told.filter((what) => what === "event")).toHaveLength(5);
  expect(told).toContain("caught up");
  const phases = tab.world.logged.flatMap(([, what, status]) =>
    what === "connection" ? [(status as { phase: string }).phase] : [],
  );
  expect(phases).toEqual(["live", "reconnecting", "failed"]);
  expect(JSON.stringify(tab.world.logged)).not.toContain("secret");
});

it("tells the console nothing unless it is asked to", () => {
  tab.follow();
  hello();
  expect(tab.world.logged).toEqual([]);
});
