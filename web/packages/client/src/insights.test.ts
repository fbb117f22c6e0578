import { expect, it } from "vitest";
import type { InsightView } from "./generated/state";
import { toLegacyInsights, visibleInsights } from "./insights";

function insight(n: number, category = "gap"): InsightView {
  return {
    seq: n,
    timestamp: "2026-11-22T20:00:00.250Z",
    id: `i${n}`,
    category,
    importance: "low",
    message: `Insight ${n}`,
  };
}

it("shows the four newest first, or all where they are fewer", () => {
  const six = [1, 2, 3, 4, 5, 6].map((n) => insight(n));
  expect(visibleInsights(six).map(({ id }) => id)).toEqual(["i6", "i5", "i4", "i3"]);
  expect(visibleInsights(six.slice(0, 2)).map(({ id }) => id)).toEqual(["i2", "i1"]);
  expect(visibleInsights([])).toEqual([]);
});

it.each([
  ["gap", "warning"],
  ["strength", "success"],
  ["requirement", "info"],
  ["acme_salary", "info"],
  ["constructor", "info"],
])("gives an insight on %s the old type %s", (category, type) => {
  expect(toLegacyInsights([insight(7, category)])).toEqual([
    { id: "i7", type, text: "Insight 7", timestamp: Date.UTC(2026, 10, 22, 20, 0, 0, 250) },
  ]);
});
