/** A job that was started in this browser. Neither its token nor its texts are kept: the start's cookie opens it. */
export interface RecentJob {
  readonly jobId: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The newest that are remembered; what is older is reached by its link only. */
export const REMEMBERED = 10;

const KEY = "resume-optimizer.jobs";
const CHANGED = "recentjobschange";
const NONE: readonly RecentJob[] = [];

let parsed: { readonly text: string; readonly jobs: readonly RecentJob[] } | null = null;

/** The jobs that were started here, newest first; the same array for as long as nothing has changed. */
export function recentJobs(): readonly RecentJob[] {
  const text = stored();
  if (text === null) {
    return NONE;
  }
  if (parsed?.text !== text) {
    parsed = { text, jobs: read(text) };
  }
  return parsed.jobs;
}

export function rememberJob(jobId: string, startedAt: number): void {
  const others = recentJobs().filter((job) => job.jobId !== jobId);
  write([{ jobId, startedAt }, ...others].slice(0, REMEMBERED));
}

export function forgetJob(jobId: string): void {
  const jobs = recentJobs();
  const others = jobs.filter((job) => job.jobId !== jobId);
  if (others.length < jobs.length) {
    write(others);
  }
}

/** Be told when the list changes, here or in another tab. */
export function watchRecentJobs(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed);
  window.addEventListener("storage", changed);
  return () => {
    window.removeEventListener(CHANGED, changed);
    window.removeEventListener("storage", changed);
  };
}

function read(text: string): readonly RecentJob[] {
  try {
    const jobs: unknown = JSON.parse(text);
    return Array.isArray(jobs) ? jobs.filter(isJob) : NONE;
  } catch {
    return NONE; // somebody else wrote under our key
  }
}

function isJob(entry: unknown): entry is RecentJob {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "jobId" in entry &&
    typeof entry.jobId === "string" &&
    "startedAt" in entry &&
    typeof entry.startedAt === "number"
  );
}

/** A browser that keeps nothing (a private window, a policy) has no list, and everything else works. */
function stored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(jobs: readonly RecentJob[]): void {
  try {
    if (jobs.length === 0) {
      window.localStorage.removeItem(KEY);
    } else {
      window.localStorage.setItem(KEY, JSON.stringify(jobs));
    }
  } catch {
    return;
  }
  window.dispatchEvent(new Event(CHANGED));
}
