import { type APIRequestContext, expect } from "@playwright/test";

interface Activity {
  readonly processes: readonly {
    readonly busiest_jobs: readonly { readonly job_id: string; readonly viewers: number }[];
  }[];
}

/** How many connections the gateway has open for a job, by what it tells its operators. */
export async function viewersOf(request: APIRequestContext, jobId: string): Promise<number> {
  const answer = await request.get("/api/activity");
  expect(answer.status()).toBe(200);
  const { processes } = (await answer.json()) as Activity;
  return processes
    .flatMap(({ busiest_jobs }) => busiest_jobs)
    .filter((job) => job.job_id === jobId)
    .reduce((sum, { viewers }) => sum + viewers, 0);
}
