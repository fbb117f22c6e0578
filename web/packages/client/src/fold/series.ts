/** A value of a metric, and when it was told. */
export interface MetricPoint {
  /** RFC 3339, in UTC. */
  readonly timestamp: string;
  readonly value: number;
}

/** A point with its position in the log. */
export interface PlacedPoint extends MetricPoint {
  readonly seq: number;
}

/** As many points as a chart can show; memory stays flat whatever is told. */
export const MOST_POINTS = 240;

/** Add a point to a series, and thin it out evenly where it has become too long. The newest point always stays. */
export function withPoint(series: readonly PlacedPoint[], point: PlacedPoint): PlacedPoint[] {
  const longer = [...series, point];
  return longer.length <= MOST_POINTS
    ? longer
    : longer.filter((_, index) => (longer.length - 1 - index) % 2 === 0);
}
