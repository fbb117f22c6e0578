import {
  cancelJob,
  type Following,
  type FollowOptions,
  followJob,
  NOTHING_YET,
  retryJob,
  type StreamingState,
} from "@resume-optimizer/client";
import { useCallback, useEffect, useRef, useState } from "react";

/** Where the job is and how it is followed; a change of any of these follows it anew. */
export type ProcessingJobOptions = Omit<FollowOptions, "jobId" | "onState">;

/** A job, and what can be done about it. The three functions stay the same for as long as the job does. */
export interface ProcessingJob extends StreamingState {
  /**
   * Cancel the job.
   *
   * Rejects with an `ApiError` where it has ended already, cannot be had, or no answer came.
   */
  cancel(): Promise<void>;
  /**
   * Run a job that failed or was canceled again, and follow that.
   *
   * Rejects with an `ApiError` where it runs still, cannot be had, or no answer came.
   */
  retry(): Promise<void>;
  /** Try the stream now: out of the fallback, or behind the end where the job was told to go on. */
  streamAgain(): void;
}

/**
 * Follow a job for as long as the component is there.
 *
 * @returns The newest state, at most eight times a second a new one; `NOTHING_YET` until something is known.
 */
export function useProcessingJob(jobId: string, options: ProcessingJobOptions = {}): ProcessingJob {
  const { token, baseUrl, streaming, shared, debug, start, environment } = options;
  const [shown, show] = useState<{ jobId: string; state: StreamingState }>();
  const following = useRef<Following | undefined>(undefined);

  useEffect(() => {
    const opened = followJob({
      jobId,
      token,
      baseUrl,
      streaming,
      shared,
      debug,
      start,
      environment,
      onState: (state) => show({ jobId, state }),
    });
    following.current = opened;
    return () => {
      following.current = undefined;
      opened.close();
    };
  }, [jobId, token, baseUrl, streaming, shared, debug, start, environment]);

  const streamAgain = useCallback(() => following.current?.streamAgain(), []);
  const cancel = useCallback(
    () => cancelJob({ jobId, token, baseUrl }, asking(environment)),
    [jobId, token, baseUrl, environment],
  );
  const retry = useCallback(async () => {
    await retryJob({ jobId, token, baseUrl }, asking(environment));
    streamAgain();
  }, [jobId, token, baseUrl, environment, streamAgain]);

  // Another job was asked for, and nothing of it is known yet: never show the one for the other.
  const state = shown?.jobId === jobId ? shown.state : NOTHING_YET;
  return { ...state, cancel, retry, streamAgain };
}

function asking(environment: ProcessingJobOptions["environment"]) {
  return environment ? { fetch: environment.fetch } : {};
}
