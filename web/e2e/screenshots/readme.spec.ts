import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { finished } from "../support/job";
import { goOn, startSample } from "./sample";
import { slowMotion } from "./slow-motion";

/** `./justw pictures`: each screen in both themes, of a real job of the first sample. */

const FOLDER = resolve(import.meta.dirname, "../../../docs/images");

for (const colorScheme of ["light", "dark"] as const) {
  test(`pictures, ${colorScheme}`, async ({ browser, baseURL }) => {
    const slow = await slowMotion(baseURL ?? "");
    const context = await browser.newContext({
      baseURL: slow.url,
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
    await page.evaluate(() => document.fonts.ready);
    await startSample(page, () => picture("start"));
    await goOn(page, slow, page.locator('[data-step="writing"]:not([data-state="pending"])'));
    await picture("processing");
    slow.letThrough(Number.POSITIVE_INFINITY);

    await finished(page);
    const result = page.getByRole("region", { name: "Result" });
    await expect(result.getByRole("article")).toBeVisible();
    await picture("finished");
    await result.evaluate((panel) => panel.scrollIntoView());
    await picture("result");

    const changes = page.getByRole("region", { name: "Changes" });
    await changes.locator("[data-patch]").nth(1).locator("[aria-expanded]").first().click();
    await expect(changes.getByText("Why", { exact: true })).toBeVisible();
    await changes.evaluate((panel) => panel.scrollIntoView());
    const chart = page.getByRole("img", { name: /^Scores over/ });
    await expect(chart.locator("svg path").first()).toBeVisible();
    await picture("changes");

    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(() => window.scrollTo(0, 0));
    await picture("phone");
    await context.close();
    slow.close();
  });
}
