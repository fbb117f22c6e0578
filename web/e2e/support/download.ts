import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { addressOf } from "./job";

/** Download a file of the result as a person does, and hold that it is the one that the job handed over. */
export async function download(page: Page, name: string): Promise<Buffer> {
  const downloading = page.waitForEvent("download");
  await page.locator(`a[download="${name}"]`).click();
  const downloaded = await downloading;
  expect(downloaded.suggestedFilename()).toBe(name);
  const content = await readFile(await downloaded.path());
  const { jobId, token } = addressOf(page);
  const stored = await page.request.get(
    `/api/jobs/${jobId}/artifacts/${name}?access_token=${token}`,
  );
  expect(content.equals(await stored.body())).toBe(true);
  return content;
}
