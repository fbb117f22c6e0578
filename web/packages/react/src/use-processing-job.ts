import {
  type Environment,
  followJob,
  type JobAddress,
  NOTHING_YET,
  type StreamingState,
} from "@resume-optimizer/client";
import { useEffect, useState } from "react";

export interface ProcessingJobOptions extends Omit<JobAddress, "jobId"> {
  /** What the connection needs of the world; the browser's own where it is left out. */
  readonly environment?: Environment;
}

/**
 * Follow a job for as long as the component is there.
 *
 * @returns The newest state, at most eight times a second a new one; `NOTHING_YET` until something is known.
 */
export function useProcessingJob(
  jobId: string,
  options: ProcessingJobOptions = {},
): StreamingState {
  const { token, baseUrl, environment } = options;
  const [shown, show] = useState<{ jobId: string; state: StreamingState }>();

  useEffect(() => {
    const following = followJob({
      jobId,
      token,
      baseUrl,
      ...(environment ? { environment } : {}),
      onState: (state) => show({ jobId, state }),
    });
    return () => following.close();
  }, [jobId, token, baseUrl, environment]);

  // Another job was asked for, and nothing of it is known yet: never show the one for the other.
  return shown?.jobId === jobId ? shown.state : NOTHING_YET;
}
