import { ask, authorization, type JobAddress, jobPath, jobUrl } from "@resume-optimizer/client";

export {
  eraseJob,
  type StartBody,
  type Started,
  type StartRequest,
  startPipeline,
} from "@resume-optimizer/client";

/** Get the document behind a `ref`, as text. */
export async function fetchText(job: JobAddress, ref: string): Promise<string> {
  const path = jobPath(job, "artifacts", { ref });
  const response = await ask(path, { headers: authorization(job) });
  return response.text();
}

/** Where an artifact can be downloaded by a link, which sends no headers. */
export function artifactUrl(job: JobAddress, name: string): string {
  return jobUrl(job, `artifacts/${encodeURIComponent(name)}`);
}

/** The revision that a command is about. */
export interface Steered {
  readonly revision: number;
  readonly stream_url: string;
}

/** What shall become of a change. */
export type PatchState = "rejected" | "restored";

/**
 * Reject or restore changes, by the ids of their patches: one revision for all of them.
 *
 * @throws ApiError 409 `still_running` while a revision runs, 409 `refused_patch` for what the engine itself refused.
 */
export async function choosePatches(
  job: JobAddress,
  patches: Readonly<Record<string, PatchState>>,
): Promise<Steered> {
  return tell(job, "PUT", "patches", { patches });
}

/** What is said to a question: an answer in the user's own words, or that he declines. */
export type GivenAnswer = { readonly question_id: string } & (
  | { readonly answer: string }
  | { readonly declined: true }
);

/**
 * Answer questions of the job: one revision for all of them.
 *
 * @throws ApiError 409 `still_running` while a revision runs; 413 or 422 for what is no answer.
 */
export async function answerQuestions(
  job: JobAddress,
  answers: readonly GivenAnswer[],
): Promise<Steered> {
  return tell(job, "POST", "answers", { answers });
}

async function tell(job: JobAddress, method: string, path: string, body: object): Promise<Steered> {
  const response = await ask(jobPath(job, path), {
    method,
    headers: { "Content-Type": "application/json", ...authorization(job) },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Steered;
}
