import {
  ApiError,
  type JobAddress,
  jobUrl,
  problemOf,
  unreachable,
} from "@resume-optimizer/client";

/** The posting has exactly one form. */
export type StartRequest = { readonly resume_text: string } & (
  | { readonly job_text: string }
  | { readonly job_url: string }
);

/** What a start is asked with: texts as JSON, files as a form with the same names. */
export type StartBody = StartRequest | FormData;

/** The answer to a start: the job exists from here on, whatever becomes of the page. */
export interface Started {
  readonly job_id: string;
  readonly stream_url: string;
  readonly snapshot_url: string;
  readonly access_token: string;
}

/**
 * Start tailoring a résumé to a posting.
 *
 * @param idempotencyKey Repeats of one start carry the same key, and get the same job.
 * @throws ApiError The start was refused, or it may or may not have reached the server: the same key may try again.
 */
export async function startPipeline(request: StartBody, idempotencyKey: string): Promise<Started> {
  const form = request instanceof FormData;
  const type = form ? {} : { "Content-Type": "application/json" }; // the browser writes that of a form
  const response = await ask("/api/pipeline/start", {
    method: "POST",
    headers: { ...type, "Idempotency-Key": idempotencyKey },
    body: form ? request : JSON.stringify(request),
  });
  return (await response.json()) as Started;
}

/** Get one artifact as text. */
export async function fetchArtifact(job: JobAddress, name: string): Promise<string> {
  const response = await ask(artifactUrl(job, name));
  return response.text();
}

/** Get the document behind an event's `ref`. */
export async function fetchDocument<T>(job: JobAddress, ref: string): Promise<T> {
  const response = await ask(jobUrl(job, "artifacts", { ref }));
  return (await response.json()) as T;
}

/** Where an artifact can be downloaded by a link, which sends no headers. */
export function artifactUrl(job: JobAddress, name: string): string {
  return jobUrl(job, `artifacts/${encodeURIComponent(name)}`);
}

/** Ask the server, and turn every way of failing into an `ApiError` that has words for people. */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch {
    throw new ApiError(unreachable());
  }
  if (!response.ok) {
    throw new ApiError(await problemOf(response));
  }
  return response;
}
