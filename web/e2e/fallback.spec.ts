import type { Page } from "@playwright/test";
import { common } from "../src/texts/common";
import { job as texts } from "../src/texts/job";
import { expectAccessible } from "./support/accessible";
import { test } from "./support/behind-middlebox";
import { connectionIs, expectTrue, finished, startJob, untilHeld } from "./support/job";
import { expect } from "./support/test";

const STEP_MS = 4000;
const AT_ONCE = { timeout: 500 };
const STREAM = /\/stream$/;
const STREAM_AND_STATE = /\/(stream|snapshot)(\?|$)/;

test.describe("behind a proxy that keeps a stream to itself for ever", () => {
  test.use({ held: STREAM });

  test("the page asks for the state instead, says so, and is as true", async ({
    page,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilFallback(page);
    await untilHeld(page, "writing");
    await expectTrue(page);
    await expectAccessible(page);
    pace.goOn();
    await finished(page);
    await expectTrue(page);
  });

  test("the way back is taken when the stream comes through again", async ({
    page,
    middlebox,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilFallback(page);
    await untilHeld(page, "writing");
    middlebox.held = null;
    await page.getByRole("button", { name: texts.fallback.again }).click();
    await connectionIs(page, "live");
    await expect(page.getByRole("heading", { name: texts.fallback.title })).toHaveCount(0);
    await expectTrue(page);
    pace.goOn();
    await finished(page);
    await expectTrue(page);
  });

  test("where the state cannot be had either, the page waits for the request that started the job", async ({
    page,
    middlebox,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilFallback(page);
    middlebox.held = STREAM_AND_STATE;
    const asked = page.waitForRequest((request) => request.url().endsWith("/api/pipeline/run"));
    pace.goOn();
    await inTime(page, () => isTitled(page, texts.titles.completed));
    expect((await asked).method()).toBe("POST");
    middlebox.held = null; // whoever compares has to reach the server
    await finished(page);
    await expectTrue(page);
  });
});

test.describe("behind a proxy that blocks every question about a job, and lets its start through", () => {
  test.beforeEach(({ page }) => block(page));

  test("the page waits for the request that started the job, says so, and ends as true", async ({
    page,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilLastResort(page);
    await expect(page.getByText(texts.lastResort.asked)).toBeVisible();
    await expectAccessible(page);
    pace.goOn();
    await inTime(page, () => isTitled(page, texts.titles.completed));
    await finished(page);
    await expectTrue(page);
  });

  test("a tab that was loaded since says that it cannot, and takes the way back when there is one", async ({
    page,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await page.reload();
    await untilLastResort(page);
    await expect(page.getByText(texts.lastResort.impossible)).toBeVisible();
    await page.unroute(STREAM_AND_STATE);
    await page.getByRole("button", { name: texts.disconnected.now }).click();
    await connectionIs(page, "live");
    await expect(page.getByRole("heading", { name: texts.lastResort.title })).toHaveCount(0);
    await untilHeld(page, "writing");
    await expectTrue(page);
    pace.goOn();
    await finished(page);
    await expectTrue(page);
  });

  test("the tab that started the job takes the connection over from one that cannot ask for its end", async ({
    page,
    context,
    atAPace,
  }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    const address = page.url();
    await page.getByRole("link", { name: common.newJob }).click();
    const other = await context.newPage();
    await block(other);
    await other.goto(address);
    await untilLastResort(other);
    await expect(other.getByText(texts.lastResort.impossible)).toBeVisible();
    await page.goBack();
    await inTime(other, () => expect(other.getByText(texts.lastResort.asked)).toBeVisible(AT_ONCE));
    await expect(page.getByText(texts.lastResort.asked)).toBeVisible();
    pace.goOn();
    for (const tab of [page, other]) {
      await inTime(tab, () => isTitled(tab, texts.titles.completed));
      await finished(tab);
      await expectTrue(tab);
    }
  });
});

/** Put a page behind that proxy. */
function block(page: Page) {
  return page.route(STREAM_AND_STATE, (route) =>
    route.fulfill({ status: 403, contentType: "text/html", body: "<p>Blocked by policy" }),
  );
}

/** Open a clock that can be moved, before the page opens, … */
test.beforeEach(({ page }) => page.clock.install());

/** … and move it on in steps, in each of which an answer has the time to come, until something holds. */
async function inTime(page: Page, holds: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(STEP_MS);
    await holds();
  }).toPass();
}

function untilFallback(page: Page): Promise<void> {
  return untilNoticed(page, texts.fallback.title);
}

function untilLastResort(page: Page): Promise<void> {
  return untilNoticed(page, texts.lastResort.title);
}

function untilNoticed(page: Page, name: string): Promise<void> {
  return inTime(page, () => expect(page.getByRole("heading", { name })).toBeVisible(AT_ONCE));
}

function isTitled(page: Page, title: string): Promise<void> {
  return expect(page.getByRole("heading", { level: 1 })).toHaveText(title, AT_ONCE);
}
