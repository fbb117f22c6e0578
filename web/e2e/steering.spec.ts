import { job as texts } from "../src/texts/job";
import { expectAccessible } from "./support/accessible";
import { endedAs, expectTrue, finished, startJob, untilHeld } from "./support/job";
import { expect, test } from "./support/test";

test("a job that is canceled says so, keeps what it has, and can be tried again", async ({
  page,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  const heading = page.getByRole("heading", { level: 1 });
  await page.getByRole("button", { name: texts.cancel.label, exact: true }).press("Enter");
  await expect(page.getByRole("button", { name: texts.cancel.no })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await endedAs(page, "canceled");
  await expect(heading).toBeFocused(); // by keyboard, nobody loses the place where a button was
  const { state } = await expectTrue(page);
  expect(state.status).toBe("canceled");
  expect(state.insights.length).toBeGreaterThan(0);
  await expectAccessible(page);

  pace.goOn();
  await page.getByRole("button", { name: texts.retry, exact: true }).press("Enter");
  await finished(page);
  await expect(heading).toBeFocused();
  expect((await expectTrue(page)).state.revision).toBe(2);
});

test("a step that fails for good is named with its reason, and goes on from there when it is tried again", async ({
  page,
  atAPace,
}) => {
  const pace = atAPace("writing", "fail");
  await startJob(page, pace.resume);
  await endedAs(page, "failed");
  const { state } = await expectTrue(page);
  expect(state.errors.map(({ step }) => step)).toEqual(["writing"]);
  await expect(page.getByRole("alert")).toContainText(state.errors[0]?.message ?? "no error");
  await expectAccessible(page);

  pace.goOn();
  await page.getByRole("button", { name: texts.retry, exact: true }).click();
  await finished(page);
  const again = await expectTrue(page);
  expect(again.state.revision).toBe(2);
  // What the steps before it made is kept: in this revision they did not begin.
  expect(startedOf(again.state, "planning")).toBeUndefined();
  expect(startedOf(again.state, "writing")).toBeDefined();
});

test("an attempt that fails is told with its reason, and the next one counted", async ({
  page,
  atAPace,
}) => {
  const pace = atAPace("writing", "stumble");
  await startJob(page, pace.resume);
  await finished(page);
  const { state } = await expectTrue(page);
  expect(state.steps.find(({ step }) => step === "writing")?.attempt).toBe(2);
  expect(state.errors.map(({ retryable }) => retryable)).toEqual([true]);
});

type State = Awaited<ReturnType<typeof expectTrue>>["state"];

function startedOf({ steps }: State, name: string): string | undefined {
  return steps.find(({ step }) => step === name)?.started_at;
}
