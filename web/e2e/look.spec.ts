import { finished, startJob } from "./support/job";
import { expect, test } from "./support/test";

const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
] as const;

for (const viewport of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("every screen fits, in the theme of the system", async ({ page }) => {
        await page.goto("/");
        await expect(page.locator("html")).toHaveAttribute(
          "data-mantine-color-scheme",
          colorScheme,
        );
        expect(await overflow(page)).toBe(0);
        await startJob(page);
        expect(await overflow(page)).toBe(0);
        await finished(page);
        await expect(page.getByRole("region", { name: "Result" })).toBeVisible();
        expect(await overflow(page)).toBe(0);
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

/** Pixels that stick out to the right. */
function overflow(page: import("@playwright/test").Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
