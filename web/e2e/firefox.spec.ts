import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { Page } from "puppeteer-core";
import { job as jobTexts } from "../src/texts/job";
import { start as startTexts } from "../src/texts/start";
import { firefox } from "./support/firefox";
import { POSTING, RESUME } from "./support/texts";

const NAME = "resume.md";
const PATIENCE_MS = 60_000;

test("Firefox: from paste to download", async ({ baseURL, request }) => {
  const folder = await mkdtemp(join(tmpdir(), "resume-optimizer-firefox-"));
  const browser = await firefox(folder);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const thrown: unknown[] = [];
    page.on("pageerror", (error) => thrown.push(error));
    await page.goto(baseURL ?? "");
    await page.locator(`textarea ::-p-aria([name="${startTexts.resume.label}"])`).fill(RESUME);
    await paste(page, startTexts.resume.label, RESUME);
    await paste(page, startTexts.posting.label, POSTING);
    await page.locator(`::-p-aria([name="${startTexts.submit}"][role="button"])`).click();
    await page.waitForFunction(
      (title) => document.querySelector("h1")?.textContent === title,
      {},
      jobTexts.titles.completed,
    );
    await page.locator(`a[download="${NAME}"]`).click();

    const { pathname, hash } = new URL(page.url());
    const token = new URLSearchParams(hash.slice(1)).get("token");
    const stored = await request.get(`/api${pathname}/artifacts/${NAME}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    await expect(async () => {
      expect(await readFile(join(folder, NAME), "utf8")).toBe(await stored.text());
    }).toPass();
    expect(thrown).toEqual([]);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Enter a text in one go, as the browser itself does: what a script writes into a field, React does not hear of. */
async function paste(page: Page, field: string, text: string): Promise<void> {
  await page.locator(`::-p-aria([name="${field}"][role="textbox"])`).click();
  await page.evaluate((words) => document.execCommand("insertText", false, words), text);
}
