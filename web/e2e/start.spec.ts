import { finished } from "./support/job";
import { expect, test } from "./support/test";
import { POSTING, RESUME } from "./support/texts";

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
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "cv.txt", { type: "text/plain" }));
    return transfer;
  }, RESUME);
  const resume = page.getByLabel("Your résumé", { exact: true });
  for (const type of ["dragenter", "dragover", "drop"]) {
    await resume.dispatchEvent(type, { dataTransfer: files });
  }
  await expect(resume).toHaveValue(RESUME);
});

test("a sample fills the form by one click", async ({ page }) => {
  await page.goto("/");
  const samples = page.getByRole("list", { name: /try one of ours/i });
  await samples.getByRole("button").first().click();
  await expect(page.getByLabel("Your résumé", { exact: true })).not.toHaveValue("");
  await expect(page.getByLabel("The job posting", { exact: true })).not.toHaveValue("");
});
