import { NOTHING_YET } from "@resume-optimizer/client";
import { expect, it } from "vitest";
import { stateOf } from "../../../test/states";
import type { StreamingState } from "../../types/streaming";
import { announcementOf } from "./announcement";

const CALM = NOTHING_YET.connection;

function running(progress: number, connection: Partial<StreamingState["connection"]> = {}) {
  const state = stateOf({ status: "running", progress, connection: { ...CALM, ...connection } });
  return announcementOf(state);
}

it("speaks at quarters: from a start to an end four times at most", () => {
  const said = Array.from({ length: 100 }, (_, progress) => running(progress, { phase: "live" }));
  expect([...new Set(said)]).toEqual(["", "25 percent done", "50 percent done", "75 percent done"]);
  const ended = stateOf({ status: "completed", progress: 100, finishedAt: "2026-11-22T20:00:00Z" });
  expect(announcementOf(ended)).toBe("Your résumé is ready");
});

it("says that the connection is lost when one try was not enough", () => {
  expect(running(30, { phase: "reconnecting", attempt: 1 })).toBe("25 percent done");
  expect(running(30, { phase: "reconnecting", attempt: 2 })).toMatch(/connection was lost/);
  expect(running(30, { phase: "fallback" })).toMatch(/every other second/);
  expect(running(30, { phase: "failed" })).toMatch(/no further/);
});
