import type { JobAddress } from "./urls";

/** A job that this browser has seen. */
export interface RememberedJob extends JobAddress {
  readonly token: string;
  /** When the token stops opening it, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** As much of `localStorage` as is needed. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "resume-optimizer.jobs";
const MOST = 10;
/** What is remembered of a token that does not say when it expires: the default of a gateway's `RETENTION`. */
const DEFAULT_LIFE_MS = 7 * 24 * 3600 * 1000;
/** `key id.expiry.job id.signature`, the expiry in seconds. */
const TOKEN = /^[\w-]+\.(\d{1,12})\.[0-9a-f-]{36}\.[\w-]+$/;

/**
 * The newest jobs of this browser, with their tokens: a reload without the link, or another tab, finds them.
 *
 * Whoever has a token has the job. So none is kept for longer than it opens anything, none of a job that was forgotten,
 * and of older jobs than the ten newest none either. Where the browser keeps nothing, nothing is remembered.
 */
export class RememberedJobs {
  readonly #store: Store | null;
  readonly #now: () => number;

  /**
   * @param store Where they are kept: the browser's `localStorage`, where it lets us have it.
   * @param now Milliseconds since the epoch.
   */
  constructor(store: Store | null = browserStore(), now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** All that still open, newest first. */
  all(): readonly RememberedJob[] {
    const kept = this.#read();
    const valid = kept.filter(({ expiresAt }) => expiresAt > this.#now());
    if (valid.length < kept.length) {
      this.#write(valid);
    }
    return valid;
  }

  /** The newest one. */
  last(): RememberedJob | undefined {
    return this.all()[0];
  }

  find(jobId: string): RememberedJob | undefined {
    return this.all().find((job) => job.jobId === jobId);
  }

  /** Remember a job as the newest. One without a token is nothing to remember. */
  remember({ jobId, token, baseUrl }: JobAddress): void {
    if (!token) {
      return;
    }
    const expiry = TOKEN.exec(token)?.[1];
    const expiresAt = expiry ? Number(expiry) * 1000 : this.#now() + DEFAULT_LIFE_MS;
    const others = this.all().filter((job) => job.jobId !== jobId);
    const job = { jobId, token, ...(baseUrl ? { baseUrl } : {}), expiresAt };
    this.#write([job, ...others].slice(0, MOST));
  }

  /** Forget a job: it was erased, or opens no more. */
  forget(jobId: string): void {
    this.#write(this.all().filter((job) => job.jobId !== jobId));
  }

  #read(): readonly RememberedJob[] {
    try {
      const kept: unknown = JSON.parse(this.#store?.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isRemembered) : [];
    } catch {
      return []; // written by something else, or not to be read
    }
  }

  #write(jobs: readonly RememberedJob[]): void {
    try {
      if (jobs.length > 0) {
        this.#store?.setItem(KEY, JSON.stringify(jobs));
      } else {
        this.#store?.removeItem(KEY);
      }
    } catch {
      // The browser is full or keeps nothing here: the link still works.
    }
  }
}

function isRemembered(kept: unknown): kept is RememberedJob {
  const { jobId, token, expiresAt } = (kept ?? {}) as Partial<Record<string, unknown>>;
  return typeof jobId === "string" && typeof token === "string" && typeof expiresAt === "number";
}

function browserStore(): Store | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // a browser that was told to keep nothing throws here
  }
}
