import type { Problem } from "../packages/client/src";
import { job as texts } from "../src/texts/job";
import { sentenceOf } from "../src/texts/problems";
import { expectAccessible } from "./support/accessible";
import {
  addressOf,
  connectionIs,
  expectShown,
  expectTrue,
  finished,
  startJob,
  untilHeld,
} from "./support/job";
import { gatewayAhead } from "./support/system";
import { expect, test } from "./support/test";
import { somebodyElse } from "./support/viewer";

const DAY_SEC = 24 * 3600;
/** A link is good for twice the time for which a job is kept, and to the end of that day. */
const LONGER_THAN_A_LINK_SEC = 16 * DAY_SEC;
const EXPIRED = sentenceOf({ status: 401, code: "token_expired" } as Problem);

test("the address without its token shows nothing to somebody else", async ({
  page,
  browser,
  baseURL,
}) => {
  await startJob(page);
  const { jobId } = addressOf(page);
  const viewer = await somebodyElse(browser, baseURL);
  await viewer.goto(`/jobs/${jobId}`);
  await expect(viewer.getByRole("alert")).toContainText("needs the link");
  await expect(viewer.getByText("Marged")).toHaveCount(0);
  await viewer.context().close();
});

test("who started the job needs no token in the address: the cookie opens it", async ({ page }) => {
  await startJob(page);
  const { jobId } = addressOf(page);
  await page.goto("/");
  await page.goto(`/jobs/${jobId}`);
  await finished(page);
});

test("a job that does not exist is named as such, with a way back", async ({ page }) => {
  await page.goto("/jobs/00000000-0000-4000-8000-000000000000#token=none");
  await expect(page.getByRole("alert")).toContainText("There is no such job");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Start a new one" }).click();
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
});

test("a link that has expired says so, and shows nothing of the job", async ({ page, browser }) => {
  await startJob(page);
  await finished(page);
  const later = await gatewayAhead(LONGER_THAN_A_LINK_SEC);
  const viewer = await somebodyElse(browser, later.url);
  const { pathname, hash } = new URL(page.url());
  await viewer.goto(`${pathname}${hash}`);
  await expect(viewer.getByRole("alert")).toContainText(EXPIRED);
  await expect(viewer.getByText("Marged")).toHaveCount(0);
  await viewer.getByRole("link", { name: "Start a new one" }).click();
  await expect(viewer.getByLabel("Your résumé", { exact: true })).toBeVisible();
  await viewer.context().close();
  await later.stop();
});

test("a link that expires while somebody watches says so and what to do, and what was seen stays", async ({
  page,
  browser,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  const gateway = await gatewayAhead(0);
  const viewer = await somebodyElse(browser, gateway.url);
  const { pathname, hash } = new URL(page.url());
  await viewer.goto(`${pathname}${hash}`);
  await connectionIs(viewer, "live");
  const { state } = await expectTrue(viewer);

  const asked: string[] = [];
  viewer.on("request", (request) => asked.push(request.url()));
  gateway.setAhead(LONGER_THAN_A_LINK_SEC);
  await connectionIs(viewer, "failed");
  const alert = viewer.getByRole("alert");
  await expect(alert).toContainText(texts.gone.title);
  await expect(alert).toContainText(EXPIRED);
  await expectShown(viewer, state);
  expect(asked).toEqual([]); // the stream itself said it
  await expect(viewer.getByRole("button", { name: texts.cancel.label })).toHaveCount(0);
  await expectAccessible(viewer);
  await alert.getByRole("link", { name: "Start a new one" }).click();
  await expect(viewer.getByLabel("Your résumé", { exact: true })).toBeVisible();
  await viewer.context().close();
  await gateway.stop();

  pace.goOn(); // nothing was done to the job itself
  await finished(page);
});

for (const [name, days] of [
  ["ahead by three days", 3],
  ["behind by three days", -3],
] as const) {
  test(`a job that is opened after its end, by a clock that is ${name}, is told as it was`, async ({
    page,
    browser,
    baseURL,
  }) => {
    await startJob(page);
    await finished(page);
    const { state } = await expectTrue(page);
    const viewer = await somebodyElse(browser, baseURL);
    await viewer.clock.setFixedTime(Date.parse(state.finishedAt ?? "") + days * DAY_SEC * 1000);
    await viewer.goto(page.url());
    await finished(viewer);
    expect((await expectTrue(viewer)).state).toEqual(state);
    await viewer.context().close();
  });
}
