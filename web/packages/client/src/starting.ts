import { type Asking, ask } from "./ask";
import type { Snapshot } from "./generated/snapshot";

/** The posting has exactly one form. */
export type StartRequest = { readonly resume_text: string; readonly profile_text?: string } & (
  | { readonly job_text: string }
  | { readonly job_url: string }
);

/** What a start is asked with: texts as JSON, files as a form with the same names. */
export type StartBody = StartRequest | FormData;

/** The answer to a start: the job exists from here on, whatever becomes of who started it. */
export interface Started {
  readonly job_id: string;
  readonly stream_url: string;
  readonly snapshot_url: string;
  readonly access_token: string;
}

export interface StartOptions extends Asking {
  /** Repeats of one start carry the same key, and get the same job. */
  readonly idempotencyKey: string;
  /** Origin of the gateway; empty for the page's own. */
  readonly baseUrl?: string | undefined;
}

/** A job that ran to its end while the call waited, or one that goes on. */
export type Ran =
  | { readonly ended: true; readonly snapshot: Snapshot }
  | { readonly ended: false; readonly started: Started };

const GOES_ON = 202;

/**
 * Start a job.
 *
 * @throws ApiError It was refused, or it may or may not have reached the server: the same key may try again.
 */
export async function startPipeline(body: StartBody, options: StartOptions): Promise<Started> {
  const response = await ask(...posted("start", body, options), options);
  return (await response.json()) as Started;
}

/**
 * Start a job and wait for its end, as far as the server waits: for who can neither follow nor ask again.
 *
 * With the key of a start that was made before it waits for that job instead of starting another one.
 *
 * @throws ApiError As `startPipeline`.
 */
export async function runPipeline(body: StartBody, options: StartOptions): Promise<Ran> {
  const response = await ask(...posted("run", body, options), options);
  return response.status === GOES_ON
    ? { ended: false, started: (await response.json()) as Started }
    : { ended: true, snapshot: (await response.json()) as Snapshot };
}

function posted(call: string, body: StartBody, options: StartOptions): [string, RequestInit] {
  const form = body instanceof FormData;
  const type = form ? {} : { "Content-Type": "application/json" }; // the browser writes that of a form
  return [
    `${options.baseUrl ?? ""}/api/pipeline/${call}`,
    {
      method: "POST",
      headers: { ...type, "Idempotency-Key": options.idempotencyKey },
      body: form ? body : JSON.stringify(body),
    },
  ];
}
