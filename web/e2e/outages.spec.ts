import { expectAccessible } from "./support/accessible";
import { connectionIs, expectTrue, finished, startJob, untilHeld } from "./support/job";
import { type Breakable, breakableSystem } from "./support/system";
import { expect, test as plain } from "./support/test";

const test = plain.extend<object, { system: Breakable }>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const system = await breakableSystem();
      await use(system);
      await system.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ system }, use) => use(system.url),
});

const LONGER_THAN_KEPT_SEC = 8 * 24 * 3600;

// One after the other, in one system: the last one takes away what the others look at.
test.describe.configure({ mode: "default" });

test("a gateway that is killed in the middle of a job costs its viewer a reconnect, and nothing else", async ({
  page,
  system,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  const before = await expectTrue(page);
  system.kill("gateway");
  await connectionIs(page, "reconnecting");
  await connectionIs(page, "live");
  const after = await expectTrue(page);
  expect(after.state).toEqual(before.state);
  pace.goOn();
  await finished(page);
  await expectTrue(page);
});

test("a log that is killed in the middle of a job keeps it, and the page shows its end", async ({
  page,
  system,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  await expectTrue(page);
  system.kill("nats-server");
  pace.goOn();
  await finished(page);
  await expectTrue(page);
});

test("a job that is opened when its time is over is said to be gone, with a way back", async ({
  page,
  system,
}) => {
  await startJob(page);
  await finished(page);
  const address = page.url();
  await page.goto("/");
  system.sweepAhead(LONGER_THAN_KEPT_SEC);
  await expect(async () => {
    await page.goto("/");
    await page.goto(address);
    await expect(page.getByRole("alert")).toContainText(/erased/, { timeout: 2000 });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Start a new one" }).click();
  await expect(page.getByLabel("Your résumé", { exact: true })).toBeVisible();
});
