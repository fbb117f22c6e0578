import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { expectTrue, finished, startJob, untilHeld } from "./support/job";
import { expect, test } from "./support/test";

const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
] as const;

for (const viewport of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("every screen fits, in the theme of the system, and says what the log says", async ({
        page,
        atAPace,
      }) => {
        await page.goto("/");
        await expect(page.locator("html")).toHaveAttribute(
          "data-mantine-color-scheme",
          colorScheme,
        );
        await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
        await expectToFit(page);
        const pace = atAPace("writing", "hold");
        await startJob(page, pace.resume);
        await untilHeld(page, "writing");
        await expectTrue(page);
        await expectToFit(page);
        pace.goOn();
        await finished(page);
        await expect(page.getByRole("region", { name: "Result" })).toBeVisible();
        await expectTrue(page);
        await expectToFit(page);
      });
    });
  }
}
test("the theme that somebody chose stays after a reload, from the first paint on", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect(page.getByRole("button", { name: "Switch to the light theme" })).toBeVisible();
});

test("every screen can be used by everybody, in both themes", async ({ page, atAPace }) => {
  await page.goto("/");
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
  await expectAccessible(page);
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  await expectAccessible(page);
  pace.goOn();
  await finished(page);
  await expect(page.getByRole("region", { name: "Result" })).toBeVisible();
  await expectAccessible(page);
});

/** Hold that nothing sticks out to the right. */
async function expectToFit(page: Page): Promise<void> {
  const pixels = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(pixels).toBeLessThanOrEqual(0);
}
