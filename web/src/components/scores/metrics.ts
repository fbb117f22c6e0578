import { METRICS, type MetricInfo } from "@resume-optimizer/client";
import { formatNumber } from "../../lib/format";
import { spaced } from "../../texts/names";

/** Shown large, by `MatchScore`. */
const MATCH: ReadonlySet<string> = new Set([
  "match_score_before",
  "match_score_after",
  "match_lift",
]);

export interface Reading {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

const UNKNOWN: Omit<MetricInfo, "label"> = { unit: "", direction: "none", kind: "count" };

/** The scores that are parts of the whole, in the catalogue's order. */
export function scoresOf(metrics: Readonly<Record<string, number>>): readonly Reading[] {
  return readings(metrics, (key, info) => info.kind === "score" && !MATCH.has(key));
}

/** Everything else that was counted or measured. */
export function numbersOf(metrics: Readonly<Record<string, number>>): readonly Reading[] {
  return readings(metrics, (key, info) => info.kind !== "score" && !MATCH.has(key));
}

function readings(
  metrics: Readonly<Record<string, number>>,
  wanted: (key: string, info: Omit<MetricInfo, "label">) => boolean,
): readonly Reading[] {
  const places = new Map(Object.keys(METRICS).map((key, place) => [key, place]));
  const last = places.size;
  return Object.entries(metrics)
    .filter(([key]) => wanted(key, METRICS[key] ?? UNKNOWN))
    .sort(([left], [right]) => (places.get(left) ?? last) - (places.get(right) ?? last))
    .map(([key, value]) => ({
      key,
      label: METRICS[key]?.label ?? spaced(key),
      value,
      text: textOf(value, METRICS[key]?.kind ?? "count"),
    }));
}

function textOf(value: number, kind: MetricInfo["kind"]): string {
  switch (kind) {
    case "percent":
      return `${formatNumber(value)} %`;
    case "duration":
      return `${formatNumber(value)} ms`;
    case "flag":
      return value ? "Yes" : "No";
    default:
      return formatNumber(value);
  }
}
