import { METRICS, type MetricInfo, type MetricPoint } from "@resume-optimizer/client";
import { job } from "../../texts/job";
import { spaced } from "../../texts/names";

export type MetricSeries = Readonly<Record<string, readonly MetricPoint[]>>;

/** What can be drawn on one scale. */
export type Group = keyof typeof job.chartGroups;

export interface Line {
  readonly key: string;
  readonly label: string;
}

/** A moment: seconds since the job's start, and what each line was at. */
export type Row = Readonly<Record<string, number>>;

export interface Drawing {
  readonly lines: readonly Line[];
  readonly rows: readonly Row[];
}

const MATCH = "match";
/** Two names of one measure, taken before and after: one line. */
const JOINED: Readonly<Record<string, string>> = {
  match_score_before: MATCH,
  match_score_after: MATCH,
};
/** A difference of others, which are drawn. */
const LEFT_OUT: ReadonlySet<string> = new Set(["match_lift"]);

/** The groups that there is something to draw of, in the order in which they are offered. */
export function groupsOf(series: MetricSeries): readonly Group[] {
  const kinds = new Set(Object.keys(series).filter(isDrawn).map(kindOf));
  return (Object.keys(job.chartGroups) as Group[]).filter((group) => kinds.has(group));
}

/**
 * Lay out the lines of a group: a value stands from the moment on at which it was told, to the newest moment of all.
 *
 * @param startedAt RFC 3339; null where the first point is the beginning.
 */
export function drawingOf(series: MetricSeries, group: Group, startedAt: string | null): Drawing {
  const told = Object.entries(series)
    .filter(([key]) => isDrawn(key) && kindOf(key) === group)
    .flatMap(([key, points]) =>
      points.map((point) => ({
        key: JOINED[key] ?? key,
        ...point,
        at: Date.parse(point.timestamp),
      })),
    )
    .sort((left, right) => left.at - right.at);
  const newest = Math.max(...Object.values(series).flatMap((points) => points.map(timeOf)));
  const start = startedAt === null ? (told[0]?.at ?? 0) : Date.parse(startedAt);
  const rows: Row[] = [];
  let standing: Record<string, number> = {};
  for (const { key, value, at } of told) {
    const seconds = secondsBetween(start, at);
    standing = { ...standing, [key]: value, seconds };
    if (rows.at(-1)?.seconds === seconds) {
      rows.pop();
    }
    rows.push(standing);
  }
  const end = secondsBetween(start, newest);
  if (rows.length > 0 && end > (rows.at(-1)?.seconds ?? end)) {
    rows.push({ ...standing, seconds: end });
  }
  return { lines: linesOf(told.map(({ key }) => key)), rows };
}

/** In the catalogue's order, which begins with what counts most; unknown ones last. */
function linesOf(keys: readonly string[]): readonly Line[] {
  const places = new Map([MATCH, ...Object.keys(METRICS)].map((key, place) => [key, place]));
  const placeOf = (key: string) => places.get(key) ?? places.size;
  const sorted = [...new Set(keys)].sort((left, right) => placeOf(left) - placeOf(right));
  return sorted.map((key) => ({
    key,
    label: key === MATCH ? job.matchLine : (METRICS[key]?.label ?? spaced(key)),
  }));
}

function kindOf(key: string): MetricInfo["kind"] {
  return METRICS[key]?.kind ?? "count";
}

function isDrawn(key: string): boolean {
  return !LEFT_OUT.has(key);
}

function timeOf(point: MetricPoint): number {
  return Date.parse(point.timestamp);
}

/** Tenths are as fine as a chart shows; a clock that runs behind is at the start. */
function secondsBetween(start: number, end: number): number {
  return Math.max(0, Math.round((end - start) / 100) / 10);
}
