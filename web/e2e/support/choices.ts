import { expect, type Locator, type Page } from "@playwright/test";
import type { Snapshot } from "../../packages/client/src";
import { job as texts } from "../../src/texts/job";
import { result } from "../../src/texts/result";
import { download } from "./download";
import { addressOf } from "./job";

/** The sentence that a change was told with, found by what the change does. */
export function summaryOf({ diffs }: Snapshot["state"], op: string): string {
  const told = diffs.find((diff) => diff.op === op);
  if (!told) {
    throw new Error(`no change ${op} among ${diffs.map((diff) => diff.op).join(", ")}`);
  }
  return told.summary;
}

/** The row of a change, by the sentence that it was told with. */
export function rowOf(page: Page, summary: string): Locator {
  return page
    .getByRole("region", { name: texts.changes })
    .locator("[data-patch]")
    .filter({ hasText: summary });
}

/** Reject a change or restore it. */
export async function choose(
  page: Page,
  verb: "reject" | "restore",
  summary: string,
): Promise<void> {
  const name = result.changes.ofChange(result.changes[verb], summary);
  await page.getByRole("button", { name, exact: true }).click();
}

/** The tailored résumé as it is set on the page. */
export function tailoredOf(page: Page): Locator {
  return page.getByRole("region", { name: texts.tailored, exact: true }).getByRole("article");
}

/** Hold that the tailored résumé on the page says, word for word, what the downloaded one says. */
export async function expectTold(page: Page): Promise<void> {
  const words = wordsOf((await download(page, "resume.md")).toString());
  await expect.poll(async () => wordsOf(await tailoredOf(page).innerText())).toEqual(words);
}

/** The newest artifact of a name that the job has. */
export async function artifactOf<T>(page: Page, name: string): Promise<T> {
  const { jobId, token } = addressOf(page);
  const answer = await page.request.get(`/api/jobs/${jobId}/artifacts/${name}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(200);
  return (await answer.json()) as T;
}

/** Words and numbers; marks of Markdown are none, and capitals may be the style's. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
