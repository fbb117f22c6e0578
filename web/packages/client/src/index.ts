/** Follow jobs of Resume Optimizer: typed events, the fold, the connection. */

export { type Asking, ask, authorization } from "./ask";
export { backoffMs } from "./connection/backoff";
export type { Channel, Environment, Locks } from "./connection/environment";
export { browserEnvironment } from "./connection/environment";
export { type Following, followJob } from "./connection/follow";
export type { FollowOptions } from "./connection/options";
export type { StartedWith } from "./connection/requests";
export type { ConnectionPhase, ConnectionStatus } from "./connection/status";
export { type AnyEvent, isKnown, type KnownEvent, parseEvent, type UnknownEvent } from "./events";
export { JobState } from "./fold/job-state";
export type { MetricPoint } from "./fold/series";
export {
  CATEGORIES,
  type CategoryInfo,
  METRICS,
  type MetricInfo,
  RULES,
  type RuleInfo,
} from "./generated/catalogue";
export type { MatchReport, Patch, PatchOp, Plan, Question } from "./generated/matching";
export type * from "./generated/payloads";
export type { JobDoc, Requirement } from "./generated/posting";
export type { Preview, PreviewSide } from "./generated/preview";
export type { OptimisedDoc, Review, Validation } from "./generated/result";
export type { Snapshot, SnapshotEvent } from "./generated/snapshot";
export type {
  DiffView,
  ErrorView,
  InsightView,
  StateView,
  StepView,
  ValidationView,
} from "./generated/state";
export type { SourceText } from "./generated/text";
export type { Answer, AnswerSheet } from "./generated/wishes";
export {
  type LegacyInsight,
  toLegacyInsights,
  VISIBLE_INSIGHTS,
  visibleInsights,
} from "./insights";
export { type PreviewOptions, previewFile } from "./previewing";
export { ApiError, type Problem, problemOf, unreachable } from "./problem";
export {
  type Ran,
  runPipeline,
  type StartBody,
  type Started,
  type StartOptions,
  type StartRequest,
  startPipeline,
} from "./starting";
export { cancelJob, eraseJob, retryJob } from "./steering";
export { NOTHING_YET, type StreamingState } from "./streaming-state";
export { type JobAddress, jobPath, jobUrl } from "./urls";
