import { test as proxied } from "./support/behind-middlebox";
import {
  addressOf,
  connectionIs,
  expectShown,
  expectTrue,
  finished,
  startJob,
  untilEnded,
  untilHeld,
} from "./support/job";
import { expect, test } from "./support/test";

test("a reload at 30 % shows the same job, and goes on with it", async ({ page, atAPace }) => {
  const pace = atAPace("profiling", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "profiling");
  const before = await expectTrue(page);
  expect(before.state.progress).toBeGreaterThanOrEqual(30);
  await page.reload();
  const after = await expectTrue(page);
  expect(after.state).toEqual(before.state);
  pace.goOn();
  await finished(page);
  await expectTrue(page);
});

proxied(
  "a page whose network is gone says so, and has everything when it is back",
  async ({ page, context, request, middlebox, atAPace }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilHeld(page, "writing");
    const { state } = await expectTrue(page);
    await context.setOffline(true);
    middlebox.cut(); // what the browser calls offline ends no connection that is open
    await connectionIs(page, "reconnecting");
    pace.goOn();
    await untilEnded(request, addressOf(page));
    await expectShown(page, state);
    await context.setOffline(false);
    await finished(page);
    await expectTrue(page);
  },
);

proxied(
  "a page that slept, and whose connections died meanwhile, wakes up to where the job is",
  async ({ page, context, request, middlebox, atAPace }) => {
    const pace = atAPace("writing", "hold");
    await startJob(page, pace.resume);
    await untilHeld(page, "writing");
    await expectTrue(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    middlebox.cut();
    pace.goOn();
    await untilEnded(request, addressOf(page));
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await finished(page);
    await expectTrue(page);
  },
);
