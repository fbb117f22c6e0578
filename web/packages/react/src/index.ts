export type { StreamingState } from "@resume-optimizer/client";
export {
  type ProcessingJob,
  type ProcessingJobOptions,
  useProcessingJob,
} from "./use-processing-job";
