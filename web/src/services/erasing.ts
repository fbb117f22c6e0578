import { ApiError, eraseJob, type JobAddress } from "@resume-optimizer/client";
import { forgetJob } from "./recent-jobs";

/** Answers that say that there is no such job any more. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/**
 * Erase a job with all of its texts, and forget it here. One that is gone already counts as erased.
 *
 * @throws ApiError It was refused, or it may or may not have been done: asking again is safe.
 */
export async function eraseNow(job: JobAddress): Promise<void> {
  try {
    await eraseJob(job);
  } catch (error) {
    if (!(error instanceof ApiError && GONE.has(error.problem.status))) {
      throw error;
    }
  }
  forgetJob(job.jobId);
}
