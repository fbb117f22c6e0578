import { readFile } from "node:fs/promises";
import { addressOf, expectTrue, finished, foldOf, startJob } from "./support/job";
import { expect, test } from "./support/test";

test("from paste to download: everything on the screen is in the log, and the file is the result", async ({
  page,
}) => {
  await startJob(page);
  await finished(page);
  await expectTrue(page);

  const result = page.getByRole("region", { name: "Result" });
  await expect(result.getByRole("heading", { name: "Marged Ellis" })).toBeVisible();
  await expect(result.getByRole("region", { name: "Original" })).toContainText(
    "Responsible for managing a ward",
  );

  const downloading = page.waitForEvent("download");
  await result.getByRole("link", { name: "Markdown" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("resume.md");
  const { jobId, token } = addressOf(page);
  const stored = await page.request.get(
    `/api/jobs/${jobId}/artifacts/resume.md?access_token=${token}`,
  );
  expect(await readFile(await download.path(), "utf8")).toBe(await stored.text());
});

test("every change opens to its words and its reason", async ({ page }) => {
  await startJob(page);
  await finished(page);
  const { state } = await foldOf(page);
  expect(state.diffs.length).toBeGreaterThan(0);
  const changes = page.getByRole("region", { name: "Changes" });
  for (const row of await changes.locator("[data-patch]").all()) {
    await row.getByRole("button", { expanded: false }).click();
    await expect(row.getByText("Why", { exact: true })).toBeVisible();
    await expect(row.locator("ins, del, ol").first()).toBeVisible();
  }
});

test("a reload in the middle goes on where the job is", async ({ page }) => {
  await startJob(page);
  await page.reload();
  await finished(page);
  await expectTrue(page);
});

test("the link shows the same to somebody else, also after the end", async ({
  page,
  browser,
  baseURL,
}) => {
  await startJob(page);
  await finished(page);
  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  const viewer = await other.newPage();
  await viewer.goto(page.url());
  await finished(viewer);
  await expectTrue(viewer);
  await other.close();
});

test("the address without its token shows nothing to somebody else", async ({
  page,
  browser,
  baseURL,
}) => {
  await startJob(page);
  const { jobId } = addressOf(page);
  const other = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  const viewer = await other.newPage();
  await viewer.goto(`/jobs/${jobId}`);
  await expect(viewer.getByRole("alert")).toContainText("needs the link");
  await expect(viewer.getByText("Marged")).toHaveCount(0);
  await other.close();
});

test("who started the job needs no token in the address: the cookie opens it", async ({ page }) => {
  await startJob(page);
  const { jobId } = addressOf(page);
  await page.goto("/");
  await page.goto(`/jobs/${jobId}`);
  await finished(page);
});

test("a job that does not exist is named as such, with a way back", async ({ page }) => {
  await page.goto("/jobs/00000000-0000-4000-8000-000000000000#token=none");
  await expect(page.getByRole("alert")).toContainText("There is no such job");
  await page.getByRole("link", { name: "Start a new one" }).click();
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
});
