import type { StartedWith } from "@resume-optimizer/client";

let last: { readonly jobId: string; readonly start: StartedWith } | null = null;

/**
 * Keep what the newest job was started with, in this tab's memory alone: where neither stream nor snapshot can be had, the
 * same request may wait for the job's end (`POST /api/pipeline/run`).
 */
export function keepStart(jobId: string, start: StartedWith): void {
  last = { jobId, start };
}

/** What a job was started with, if that was here and since the page was loaded. */
export function startOf(jobId: string): StartedWith | undefined {
  return last?.jobId === jobId ? last.start : undefined;
}
