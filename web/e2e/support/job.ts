import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { type ConnectionPhase, JobState, type Snapshot } from "../../packages/client/src";
import { job as texts } from "../../src/texts/job";
import { shouldBeShown, whatIsShown } from "./shown";
import { POSTING, RESUME } from "./texts";

/** Start a job from the form, as a person does. */
export async function startJob(page: Page, resume = RESUME, posting = POSTING): Promise<void> {
  await page.goto("/");
  await page.getByLabel("Your résumé", { exact: true }).fill(resume);
  await page.getByLabel("The job posting", { exact: true }).fill(posting);
  await page.getByRole("button", { name: "Tailor the résumé" }).click();
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}#token=/);
}

/** Wait until the page says that the job has ended well and everything is here. */
export function finished(page: Page): Promise<void> {
  return endedAs(page, "completed");
}

/** Wait until the page says how the job has ended, and that everything is here. */
export async function endedAs(
  page: Page,
  status: "completed" | "failed" | "canceled",
): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(texts.titles[status]);
  await connectionIs(page, "ended");
}

/** Wait until the page says how it is connected. */
export async function connectionIs(page: Page, phase: ConnectionPhase): Promise<void> {
  const said = page.getByRole("status").filter({ hasText: texts.connection[phase] });
  await expect(said.first()).toBeVisible();
}

/** Wait until the page says that this revision has ended well and everything is here. */
export async function finishedAs(page: Page, revision: number): Promise<void> {
  await expect(page.getByText(texts.revision(revision), { exact: true })).toBeVisible();
  await finished(page);
}

/** The log's own fold of the job that the page shows. */
export async function foldOf(page: Page): Promise<Snapshot> {
  const { jobId, token } = addressOf(page);
  const answer = await page.request.get(`/api/jobs/${jobId}/snapshot`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(200);
  return (await answer.json()) as Snapshot;
}

interface Address {
  readonly jobId: string;
  readonly token: string;
}

export function addressOf(page: Page): Address {
  const url = new URL(page.url());
  const token = new URLSearchParams(url.hash.slice(1)).get("token") ?? "";
  return { jobId: url.pathname.replace("/jobs/", ""), token };
}

/** Hold until the screen says what the log's fold says, and the page's own fold of the same events is the gateway's. */
export async function expectTrue(page: Page): Promise<Snapshot> {
  let snapshot: Snapshot | undefined;
  await expect(async () => {
    snapshot = await foldOf(page);
    await compare(page, snapshot.state);
  }).toPass();
  const { state, events } = snapshot as Snapshot;
  const ours = new JobState();
  for (const { seq, event } of events) {
    ours.apply(seq, event);
  }
  expect(ours.view()).toEqual(state);
  return snapshot as Snapshot;
}

/** Hold until the screen says what a state says. */
export function expectShown(page: Page, state: Snapshot["state"]): Promise<void> {
  return expect(() => compare(page, state)).toPass();
}

async function compare(page: Page, state: Snapshot["state"]): Promise<void> {
  expect(await whatIsShown(page, state)).toEqual(shouldBeShown(state));
}

/** Wait until the page shows that a job waits in the middle of a step, and everything beside it is done. */
export async function untilHeld(page: Page, step: "profiling" | "writing"): Promise<void> {
  const running = page.locator('[data-step][data-state="running"]');
  await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "running");
  await expect(running).toHaveCount(1);
}

/** Wait until a job has ended, whatever its page knows of it. */
export async function untilEnded(
  request: APIRequestContext,
  { jobId, token }: Address,
): Promise<void> {
  const stream = await request.get(`/api/jobs/${jobId}/stream?access_token=${token}`);
  expect(await stream.text()).toContain('"type":"done"');
}
