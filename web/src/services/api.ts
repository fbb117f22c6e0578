import { ask, type JobAddress, jobUrl } from "@resume-optimizer/client";

export {
  type StartBody,
  type Started,
  type StartRequest,
  startPipeline,
} from "@resume-optimizer/client";

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
