import type { Page } from "@playwright/test";
import { job as texts } from "../src/texts/job";
import { expectAccessible } from "./support/accessible";
import { test } from "./support/behind-middlebox";
import { connectionIs, expectTrue, finished, startJob, untilHeld } from "./support/job";
import { expect } from "./support/test";

const STEP_MS = 4000;
const AT_ONCE = { timeout: 500 };
const STREAM = /\/stream$/;
const STREAM_AND_STATE = /\/(stream|snapshot)$/;

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

/** Open a clock that can be moved, before the page opens, … */
test.beforeEach(({ page }) => page.clock.install());

/** … and move it on in steps, in each of which an answer has the time to come, until something holds. */
async function inTime(page: Page, holds: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(STEP_MS);
    await holds();
  }).toPass();
}

async function untilFallback(page: Page): Promise<void> {
  await inTime(page, () =>
    expect(page.getByRole("heading", { name: texts.fallback.title })).toBeVisible(AT_ONCE),
  );
}

function isTitled(page: Page, title: string): Promise<void> {
  return expect(page.getByRole("heading", { level: 1 })).toHaveText(title, AT_ONCE);
}
