import type { JobAddress } from "@resume-optimizer/client";
import { fetchText } from "./api";

const kept = new Map<string, Promise<string>>();

/** Documents are never overwritten: what was loaded once is not asked for again. A failure is forgotten. */
export function loadText(job: JobAddress, ref: string): Promise<string> {
  const key = `${job.jobId} ${ref}`;
  const known = kept.get(key);
  if (known) {
    return known;
  }
  const loading = fetchText(job, ref);
  kept.set(key, loading);
  loading.catch(() => kept.delete(key));
  return loading;
}

export async function loadDocument<T>(job: JobAddress, ref: string): Promise<T> {
  return JSON.parse(await loadText(job, ref)) as T;
}

/** Keep nothing of a job: it was erased. */
export function forgetDocuments({ jobId }: JobAddress): void {
  for (const key of kept.keys()) {
    if (key.startsWith(`${jobId} `)) {
      kept.delete(key);
    }
  }
}
