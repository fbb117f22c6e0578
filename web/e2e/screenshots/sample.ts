import { expect, type Locator, type Page } from "@playwright/test";
import type { SlowMotion } from "./slow-motion";

/** The page is given a new state eight times a second. */
const SHOWN_MS = 150;
const AT_ONCE = 3;

/** Start the job of the first sample, as a newcomer does; `filled` is called once both fields are filled. */
export async function startSample(page: Page, filled: () => Promise<unknown>): Promise<void> {
  const samples = page.getByRole("list", { name: /try one of ours/i });
  await samples.getByRole("button").first().click();
  await expect(page.getByLabel("Your résumé", { exact: true })).not.toHaveValue("");
  await expect(page.getByLabel("The job posting", { exact: true })).not.toHaveValue("");
  await filled();
  await page.getByRole("button", { name: "Tailor the résumé" }).click();
  await page.waitForURL(/\/jobs\//);
}

/** Let a job go on, a few events at a time, until something is to be seen; `each` is called once those few are. */
export async function goOn(
  page: Page,
  slow: SlowMotion,
  until: Locator,
  each: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  while (!(await until.isVisible())) {
    slow.letThrough(AT_ONCE);
    await page.waitForTimeout(SHOWN_MS);
    await each();
  }
}
