import type { Page } from "@playwright/test";
import { start } from "../src/texts/start";
import { expectAccessible } from "./support/accessible";
import { drop, printed } from "./support/files";
import { addressOf, finished, foldOf } from "./support/job";
import { expect, test } from "./support/test";
import { POSTING, RESUME } from "./support/texts";

/** The paths of what a page asks the server for, as it does. */
function pathsAskedBy(page: Page): readonly string[] {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  return asked;
}

test("the form can be filled and sent by keyboard alone", async ({ page }) => {
  await page.goto("/");
  const resume = page.getByLabel("Your résumé", { exact: true });
  const posting = page.getByLabel("The job posting", { exact: true });
  await resume.focus();
  await page.keyboard.insertText(RESUME);
  for (let tabs = 0; tabs < 6; tabs += 1) {
    await page.keyboard.press("Tab");
    if (await posting.evaluate((element) => element === document.activeElement)) {
      break;
    }
  }
  await expect(posting).toBeFocused();
  await page.keyboard.insertText(POSTING);
  const submit = page.getByRole("button", { name: "Tailor the résumé" });
  await page.keyboard.press("Tab");
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/jobs\//);
  await finished(page);
});

test("an empty form says next to each field what is missing, and writes nothing", async ({
  page,
}) => {
  await page.goto("/");
  const sent: string[] = [];
  page.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
  await page.getByRole("button", { name: "Tailor the résumé" }).click();
  await expect(page.getByText("Paste your résumé, or drop a file here.")).toBeVisible();
  await expect(
    page.getByText("Paste the posting that the résumé is meant for, or its web address."),
  ).toBeVisible();
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeFocused();
  expect(sent).toEqual([]);
});

test("what the server refuses is told next to the field", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Your résumé", { exact: true }).fill(RESUME);
  await page.getByLabel("The job posting", { exact: true }).fill("... --- ...");
  await page.getByRole("button", { name: "Tailor the résumé" }).click();
  await expect(page.getByText("There is no word in it.")).toBeVisible();
  await expect(page.getByLabel("The job posting", { exact: true })).toBeFocused();
});

test("a dropped text file is read into its field", async ({ page }) => {
  await page.goto("/");
  const resume = page.getByLabel("Your résumé", { exact: true });
  await drop(resume, "cv.txt", "text/plain", Buffer.from(RESUME));
  await expect(resume).toHaveValue(RESUME);
});

test("a text file that Windows wrote is shown as it was meant, and its job works with that", async ({
  page,
}) => {
  const profile = "résumé – naïve café";
  const written = RESUME.replace("Summary\n", `Summary\n${profile}\n`);
  await page.goto("/");
  const resume = page.getByLabel("Your résumé", { exact: true });
  // In Windows-1252 the dash is the byte 0x96, and the other letters are those of Latin-1.
  const content = Buffer.from(written.replace("–", "\u0096"), "latin1");
  await drop(resume, "cv.txt", "text/plain", content);
  await expect(page.getByRole("status").filter({ hasText: "cv.txt" })).toHaveText(
    /Read from cv\.txt: \d+ words/,
  );
  const shown = await resume.inputValue();
  expect(shown).toContain(profile);
  await page.getByLabel("The job posting", { exact: true }).fill(POSTING);
  await page.getByRole("button", { name: start.submit }).click();
  await finished(page);
  const { insights } = (await foldOf(page)).state;
  const { jobId, token } = addressOf(page);
  const read = await page.request.get(`/api/jobs/${jobId}/artifacts`, {
    params: { ref: insights.find(({ id }) => id === "source-resume")?.ref ?? "" },
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(await read.json()).toMatchObject({ kind: "resume", text: shown });
});

test("what is read of a dropped PDF is shown before anything is started", async ({
  page,
  context,
}) => {
  const pdf = await printed(context, RESUME);
  const asked = pathsAskedBy(page);
  await page.goto("/");
  const resume = page.getByLabel("Your résumé", { exact: true });
  await drop(resume, "cv.pdf", "application/pdf", pdf);
  await expect(page.getByRole("status").filter({ hasText: "cv.pdf" })).toHaveText(
    /Read from cv\.pdf: 1 page, \d+ words/,
  );
  await expect(resume).toHaveValue(/^Marged Ellis\nRegistered Nurse\n/);
  await expect(resume).toHaveValue(/Nursing and Midwifery Council registration$/);
  await expect(resume).not.toBeEditable();
  expect(asked.filter((path) => path.startsWith("/api/p"))).toEqual(["/api/preview"]);
  await expectAccessible(page);
});

test("a file that cannot be read is refused next to its field, and blocks the start until it is replaced", async ({
  page,
  context,
}) => {
  const pdf = await printed(context, RESUME);
  const asked = pathsAskedBy(page);
  await page.goto("/");
  const resume = page.getByLabel("Your résumé", { exact: true });
  await page.getByLabel("The job posting", { exact: true }).fill(POSTING);
  await drop(resume, "cv.pdf", "application/pdf", pdf.subarray(0, 400));
  await expect(page.getByRole("alert")).toHaveText(start.refused.corrupt_file ?? "");
  await page.getByRole("button", { name: start.submit }).click();
  await expect(resume).toBeFocused();
  expect(asked).not.toContain("/api/pipeline/start");
  await drop(resume, "cv.pdf", "application/pdf", pdf);
  await expect(resume).toHaveValue(/^Marged Ellis/);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: start.submit }).click();
  await finished(page);
});

test("a sample fills the form by one click", async ({ page }) => {
  await page.goto("/");
  const samples = page.getByRole("list", { name: /try one of ours/i });
  await samples.getByRole("button").first().click();
  await expect(page.getByLabel("Your résumé", { exact: true })).not.toHaveValue("");
  await expect(page.getByLabel("The job posting", { exact: true })).not.toHaveValue("");
});
