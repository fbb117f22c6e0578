import { viewersOf } from "./support/activity";
import { addressOf, connectionIs, expectTrue, finished, startJob, untilHeld } from "./support/job";
import { expect, test } from "./support/test";

test("all tabs of a job have one connection together, and another takes it over when its tab closes", async ({
  page,
  context,
  request,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  const { jobId } = addressOf(page);
  const second = await context.newPage();
  await second.goto(page.url());
  const joined = await expectTrue(second);
  await connectionIs(second, "live");
  expect(joined.state).toEqual((await expectTrue(page)).state);
  await expect.poll(() => viewersOf(request, jobId)).toBe(1);

  await page.close();
  await expect.poll(() => viewersOf(request, jobId)).toBe(1);
  pace.goOn();
  await finished(second);
  await expectTrue(second);
});
