import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { common } from "../src/texts/common";
import { job as texts } from "../src/texts/job";
import { expectAccessible } from "./support/accessible";
import { expectTrue, finished, startJob } from "./support/job";

// Browser and React tell of each of these parts in the console, as they should: no page here is silent.
const SCREEN = /\/assets\/ProcessingScreen-.*\.js$/;
const CHART = /\/assets\/MetricsChart-.*\.js$/;
const BEGINNING = /\/assets\/index-.*\.js$/;
const LATE = /class="late">(?<words>[^<]+)</;

test("a page whose screen for jobs does not come through says so, and shows the job once it is loaded again", async ({
  page,
}) => {
  await page.route(SCREEN, (route) => route.abort());
  await startJob(page);
  await expect(page.getByRole("alert")).toContainText(common.broken.title);
  await expectAccessible(page);
  await page.unroute(SCREEN);
  await page.getByRole("button", { name: common.broken.again }).click();
  await finished(page);
  await expectTrue(page);
});

test("a chart that does not come through costs the lines, and nothing else", async ({ page }) => {
  await page.route(CHART, (route) => route.abort());
  await startJob(page);
  await finished(page);
  await page.getByRole("heading", { name: texts.overTime }).scrollIntoViewIfNeeded();
  await expect(page.getByText(texts.overTimeBroken)).toBeVisible();
  await expectTrue(page);
});

test("a page that does not come through at all is no empty sheet", async ({ page }) => {
  await page.route(BEGINNING, (route) => route.abort());
  await page.goto("/");
  const words = LATE.exec(readFileSync("index.html", "utf8"))?.groups?.words ?? "";
  await expect(page.getByText(words)).toBeVisible();
});
