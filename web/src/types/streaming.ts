/** The types of the stream: generated from the contracts, under the names that the page uses. */

import type { AnyEvent } from "@resume-optimizer/client";

export type {
  ConnectionPhase,
  ConnectionStatus,
  DiffView,
  ErrorView,
  InsightView,
  MetricPoint,
  Snapshot,
  StepView,
  StreamingState,
  ValidationView,
} from "@resume-optimizer/client";

/** An event of the stream: one of the nine types, or a well-formed one of a type to come. */
export type StreamingEvent = AnyEvent;
