import { CATEGORIES } from "./generated/catalogue";
import type { InsightView } from "./generated/state";

/** How many insights are shown at first; the rest is a click away. */
export const VISIBLE_INSIGHTS = 4;

/** The at most four insights that are shown first, newest first. */
export function visibleInsights(insights: readonly InsightView[]): readonly InsightView[] {
  return insights.slice(-VISIBLE_INSIGHTS).reverse();
}

/** An insight as code knows it that was written before there was a stream. */
export interface LegacyInsight {
  readonly id: string;
  readonly type: "info" | "success" | "warning";
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Convert insights into the old format, in their order; a category that nobody knows is information. */
export function toLegacyInsights(insights: readonly InsightView[]): LegacyInsight[] {
  return insights.map(({ id, category, message, timestamp }) => ({
    id,
    type: CATEGORIES[category]?.kind ?? "info",
    text: message,
    timestamp: Date.parse(timestamp),
  }));
}
