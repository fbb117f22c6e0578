import { expect, type Page } from "@playwright/test";
import { JobState, type Snapshot } from "../../packages/client/src";
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
export async function finished(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your résumé is ready");
  await expect(page.getByRole("status").first()).toHaveText("Complete");
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

export function addressOf(page: Page): { jobId: string; token: string } {
  const url = new URL(page.url());
  const token = new URLSearchParams(url.hash.slice(1)).get("token") ?? "";
  return { jobId: url.pathname.replace("/jobs/", ""), token };
}

/** Compare what the screen says with the fold of the log, and the page's fold of the same events with the gateway's. */
export async function expectTrue(page: Page): Promise<void> {
  const { state, events } = await foldOf(page);
  const ours = new JobState();
  for (const { seq, event } of events) {
    ours.apply(seq, event);
  }
  expect(ours.view()).toEqual(state);

  await expect(page.getByRole("progressbar", { name: "Overall progress" })).toHaveAttribute(
    "aria-valuenow",
    String(state.progress),
  );
  for (const step of state.steps) {
    await expect(page.locator(`[data-step="${step.step}"]`)).toHaveAttribute(
      "data-state",
      step.state,
    );
  }
  const insights = page.getByRole("region", { name: "Insights" });
  const newest = state.insights.toReversed().slice(0, 4);
  await expect(insights.getByRole("listitem")).toHaveCount(newest.length);
  for (const { message } of newest) {
    await expect(insights.getByText(message, { exact: true })).toBeVisible();
  }
  const changes = page.getByRole("region", { name: "Changes" });
  await expect(changes.locator("[data-patch]")).toHaveCount(Math.min(12, state.diffs.length));
  const rules = new Map(
    [
      ...state.validations.filter(({ phase }) => phase === "before"),
      ...state.validations.filter(({ phase }) => phase === "after"),
    ].map((verdict) => [verdict.rule_id, verdict.status]),
  );
  const judged = [...rules.values()].filter((status) => status !== "n/a");
  const passed = judged.filter((status) => status === "pass").length;
  if (judged.length > 0) {
    const checks = page.getByRole("region", { name: "Checks" });
    await expect(
      checks.getByText(`${passed} of ${judged.length}`, { exact: true }).first(),
    ).toBeVisible();
  }
}
