export type { StreamingState } from "@resume-optimizer/client";
export { type ProcessingJobOptions, useProcessingJob } from "./use-processing-job";
