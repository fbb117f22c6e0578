import { start as startTexts } from "../src/texts/start";
import { download } from "./support/download";
import { printed } from "./support/files";
import { expectTrue, finished, foldOf, startJob } from "./support/job";
import { expect, test } from "./support/test";
import { POSTING, RESUME } from "./support/texts";

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

  expect((await download(page, "resume.md")).toString()).toContain("# Marged Ellis");
});

test("from a PDF to a PDF: a file is read as a text is", async ({ page, context }) => {
  await page.goto("/");
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: startTexts.browse }).first().click();
  const buffer = await printed(context, RESUME);
  await (await choosing).setFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer });
  await page.getByLabel(startTexts.posting.label, { exact: true }).fill(POSTING);
  await page.getByRole("button", { name: startTexts.submit }).click();
  await finished(page);
  await expectTrue(page);
  await expect(page.getByRole("heading", { name: "Marged Ellis" })).toBeVisible();
  expect((await download(page, "resume.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
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
