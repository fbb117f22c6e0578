import { type Asking, ask, authorization } from "./ask";
import { type JobAddress, jobPath } from "./urls";

/**
 * Cancel a job. What its steps have made so far stays readable until it is erased.
 *
 * @throws ApiError It has ended already (409), cannot be had, or no answer came: it may or may not be canceled.
 */
export async function cancelJob(job: JobAddress, asking: Asking = {}): Promise<void> {
  await ask(jobPath(job, "cancel"), { method: "POST", headers: authorization(job) }, asking);
}

/**
 * Run a job that failed or was canceled again, as its next revision. Who follows it sees that on a stream that is opened
 * again: `Following.streamAgain`.
 *
 * @throws ApiError It runs still (409), cannot be had, or no answer came: it may or may not run again.
 */
export async function retryJob(job: JobAddress, asking: Asking = {}): Promise<void> {
  await ask(jobPath(job, "retry"), { method: "POST", headers: authorization(job) }, asking);
}

/**
 * Erase a job, with everything that it was given and has made.
 *
 * @throws ApiError It cannot be had, or no answer came: it may or may not be erased.
 */
export async function eraseJob(job: JobAddress, asking: Asking = {}): Promise<void> {
  await ask(jobPath(job), { method: "DELETE", headers: authorization(job) }, asking);
}
