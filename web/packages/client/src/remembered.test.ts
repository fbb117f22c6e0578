import { beforeEach, expect, it } from "vitest";
import { RememberedJobs, type Store } from "./remembered";

const JOB = "11111111-2222-4333-8444-555555555555";
const SIGNATURE = "x".repeat(43);

class Shelf implements Store {
  readonly kept = new Map<string, string>();
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
}

let now: number;
let shelf: Shelf;
let jobs: RememberedJobs;

function tokenUntil(seconds: number, jobId = JOB): string {
  return `k1.${seconds}.${jobId}.${SIGNATURE}`;
}

beforeEach(() => {
  now = 1_000_000;
  shelf = new Shelf();
  jobs = new RememberedJobs(shelf, () => now);
});

it("finds a job again, also from another tab, the newest first", () => {
  const other = JOB.replace("1", "2");
  jobs.remember({ jobId: JOB, token: tokenUntil(5000) });
  jobs.remember({ jobId: other, token: tokenUntil(5000, other), baseUrl: "https://api.example" });
  const elsewhere = new RememberedJobs(shelf, () => now);
  expect(elsewhere.last()).toMatchObject({ jobId: other, baseUrl: "https://api.example" });
  expect(elsewhere.find(JOB)?.token).toBe(tokenUntil(5000));
  jobs.remember({ jobId: JOB, token: tokenUntil(5000) });
  expect(elsewhere.all().map(({ jobId }) => jobId)).toEqual([JOB, other]);
});

it("keeps no token for longer than it opens anything", () => {
  jobs.remember({ jobId: JOB, token: tokenUntil(1100) });
  now = 1_099_999;
  expect(jobs.last()).toBeDefined();
  now = 1_100_000;
  expect(jobs.last()).toBeUndefined();
  expect(shelf.kept.size).toBe(0);
});

it("keeps a token that does not say until when for a week", () => {
  jobs.remember({ jobId: JOB, token: "opaque" });
  now += 7 * 24 * 3600 * 1000 - 1;
  expect(jobs.find(JOB)).toBeDefined();
  now += 1;
  expect(jobs.find(JOB)).toBeUndefined();
});

it("forgets a job for good", () => {
  jobs.remember({ jobId: JOB, token: tokenUntil(5000) });
  jobs.forget(JOB);
  expect(shelf.kept.size).toBe(0);
});

it("remembers ten jobs, and none without a token", () => {
  for (let n = 0; n < 12; n += 1) {
    jobs.remember({ jobId: `job ${n}`, token: tokenUntil(5000) });
  }
  jobs.remember({ jobId: "cookie" });
  expect(jobs.all().map(({ jobId }) => jobId)).toEqual(
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `job ${n}`),
  );
});

it.each(["{", "5", '[null, 7, {"jobId": 5}]'])("takes %s that others left for nothing", (left) => {
  shelf.setItem("resume-optimizer.jobs", left);
  expect(jobs.all()).toEqual([]);
  jobs.remember({ jobId: JOB, token: tokenUntil(5000) });
  expect(jobs.last()?.jobId).toBe(JOB);
});

it("does without where the browser keeps nothing", () => {
  const refuse = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  for (const store of [null, { getItem: refuse, setItem: refuse, removeItem: refuse }]) {
    const none = new RememberedJobs(store, () => now);
    none.remember({ jobId: JOB, token: tokenUntil(5000) });
    none.forget(JOB);
    expect(none.last()).toBeUndefined();
  }
});
