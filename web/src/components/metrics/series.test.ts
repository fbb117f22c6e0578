import { expect, it } from "vitest";
import { drawingOf, groupsOf, type MetricSeries } from "./series";

const START = "2026-11-22T20:00:00.000Z";
const at = (seconds: number, value: number) => ({
  timestamp: new Date(Date.parse(START) + seconds * 1000).toISOString(),
  value,
});

const SERIES: MetricSeries = {
  match_score_before: [at(1, 60)],
  match_score_after: [at(4, 70)],
  match_lift: [at(4, 10)],
  overall_score: [at(4, 50), at(6, 55)],
  keyword_coverage_before: [at(1, 40)],
  acme_count: [at(8, 3)],
  extraction_ms: [at(0.5, 12)],
};

it("draws values from the moment on at which they were told, to the newest moment of all", () => {
  expect(drawingOf(SERIES, "score", START)).toEqual({
    lines: [
      { key: "match", label: "Match" },
      { key: "overall_score", label: "Overall" },
    ],
    rows: [
      { seconds: 1, match: 60 },
      { seconds: 4, match: 70, overall_score: 50 },
      { seconds: 6, match: 70, overall_score: 55 },
      { seconds: 8, match: 70, overall_score: 55 },
    ],
  });
});

it("begins with the first value where nobody knows when the job began, and never before the beginning", () => {
  expect(drawingOf(SERIES, "percent", null).rows[0]).toEqual({
    seconds: 0,
    keyword_coverage_before: 40,
  });
  const late = new Date(Date.parse(START) + 60_000).toISOString();
  expect(drawingOf(SERIES, "percent", late).rows).toEqual([
    { seconds: 0, keyword_coverage_before: 40 },
  ]);
});

it("offers the groups that there is something of; unknown metrics are counts, durations are not drawn", () => {
  expect(groupsOf(SERIES)).toEqual(["score", "percent", "count"]);
  expect(drawingOf(SERIES, "count", START).lines).toEqual([
    { key: "acme_count", label: "Acme count" },
  ]);
  expect(groupsOf({ extraction_ms: [at(1, 2)], match_lift: [at(1, 2)] })).toEqual([]);
  expect(drawingOf({}, "score", START)).toEqual({ lines: [], rows: [] });
});
