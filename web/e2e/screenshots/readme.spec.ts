import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { finished } from "../support/job";

/** `npm run screenshots`: the pictures of the README, of a real job of the first sample, in both themes. */

const FOLDER = resolve(import.meta.dirname, "../../../docs/images");

for (const colorScheme of ["light", "dark"] as const) {
  test(`pictures, ${colorScheme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({
      ...(baseURL ? { baseURL } : {}),
      colorScheme,
      viewport: { width: 1280, height: 860 },
      deviceScaleFactor: 1.5,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    const picture = (name: string) =>
      page.screenshot({
        path: `${FOLDER}/${name}-${colorScheme}.png`,
        animations: "disabled",
      });

    await page.goto("/");
    const samples = page.getByRole("list", { name: /try one of ours/i });
    await samples.getByRole("button").first().click();
    await picture("start");

    await page.getByRole("button", { name: "Tailor the résumé" }).click();
    await page.waitForURL(/\/jobs\//);
    await expect(page.locator('[data-step="planning"]:not([data-state="pending"])')).toBeVisible();
    await picture("processing");

    await finished(page);
    await expect(page.getByRole("region", { name: "Result" })).toBeVisible();
    await picture("result");

    const changes = page.getByRole("region", { name: "Changes" });
    await changes.locator("[data-patch]").nth(1).getByRole("button").click();
    await expect(changes.getByText("Why", { exact: true })).toBeVisible();
    await page
      .getByRole("region", { name: "Insights" })
      .evaluate((panel) => panel.scrollIntoView());
    await picture("changes");

    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await picture("phone");
    await context.close();
  });
}
