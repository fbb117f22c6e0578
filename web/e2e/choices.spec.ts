import type { OptimisedDoc, Problem, Question } from "../packages/client/src";
import { job as texts } from "../src/texts/job";
import { operationName } from "../src/texts/names";
import { sentenceOf } from "../src/texts/problems";
import { result as resultTexts } from "../src/texts/result";
import { start as startTexts } from "../src/texts/start";
import { expectAccessible } from "./support/accessible";
import { artifactOf, choose, expectTold, rowOf, summaryOf, tailoredOf } from "./support/choices";
import {
  addressOf,
  connectionIs,
  expectTrue,
  finished,
  finishedAs,
  startJob,
  untilHeld,
} from "./support/job";
import { expect, test } from "./support/test";
import { POSTING, RESUME } from "./support/texts";
import { somebodyElse } from "./support/viewer";

const { changes, questions, share, erased } = resultTexts;

/** Asks for two things that the résumé does not show. */
const ASKING = POSTING.replace(
  "- Advanced life support (ALS) is essential.",
  "- Experience with telemetry is required.\n- Phlebotomy skills are required.",
);
/** Has a line that is reworded twice: who rejects the first rewording takes the ground from the second. */
const TWICE_REWORDED = {
  resume: RESUME.replace(
    "Administered medication and documented it in",
    "Responsible for maintaining",
  ),
  first: "Maintained the electronic health record.",
  second: "Maintained the electronic health record (EHR).",
};

/** Longer than a page waits before it looks again at a job that has ended. */
const A_WHILE_MS = 60_000;
/** Who comes back to a page after so long did not merely click between windows. */
const LONGER_THAN_A_FLICKER_MS = 5000;

const GONE = sentenceOf({ status: 410 } as Problem);

test("two changes that are rejected one after the other leave the result, and one comes back when it is restored", async ({
  page,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  pace.goOn();
  await startJob(page, pace.resume);
  await finished(page);
  const { state } = await expectTrue(page);
  const opened = summaryOf(state, "weak_opening");
  const listed = summaryOf(state, "list_evidenced_skill");
  await expect(tailoredOf(page)).toContainText("Managed a ward of 24 beds");
  await expect(tailoredOf(page)).toContainText("Electronic health record");

  pace.say("writing", "hold");
  await choose(page, "reject", opened);
  await untilHeld(page, "writing");
  await expect(rowOf(page, opened)).toContainText(changes.asked.rejected);
  await choose(page, "reject", listed); // while the revision without the first runs
  await expect(rowOf(page, listed)).toContainText(changes.waiting.rejected);
  pace.goOn();
  await finishedAs(page, 3);
  await expectTrue(page);
  for (const summary of [opened, listed]) {
    await expect(rowOf(page, summary)).toContainText(changes.rejected);
  }
  await expectTold(page);
  await expect(tailoredOf(page)).toContainText("Responsible for managing a ward of 24 beds");
  await expect(tailoredOf(page)).not.toContainText("Electronic health record");

  await choose(page, "restore", listed);
  await finishedAs(page, 4);
  const { diffs } = (await expectTrue(page)).state;
  expect(diffs.map(({ summary }) => summary)).toContain(listed);
  expect(diffs.map(({ summary }) => summary)).not.toContain(opened);
  await expectTold(page);
  await expect(tailoredOf(page)).toContainText("Electronic health record");
  await expect(tailoredOf(page)).toContainText("Responsible for managing a ward of 24 beds");
});

test("an answer becomes a line of the result that names it as its source, and a no is not asked again", async ({
  page,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  pace.goOn();
  await startJob(page, pace.resume, ASKING);
  await finished(page);
  const asked = await artifactOf<readonly Question[]>(page, "questions");
  expect(asked.map(({ term }) => term)).toEqual(["Telemetry", "Phlebotomy"]);
  const [telemetry, phlebotomy] = asked.map(({ text }) => page.getByRole("group", { name: text }));
  const words = "I watched telemetry on the cardiac ward since 2021.";
  await telemetry?.getByRole("textbox", { name: questions.answer }).fill(words);
  await phlebotomy?.getByLabel(questions.decline).check();
  pace.say("writing", "hold");
  await page.getByRole("button", { name: questions.send(2) }).click();
  await untilHeld(page, "writing");
  await expect(page.getByText(questions.taken(2))).toBeVisible();
  pace.goOn();
  await finishedAs(page, 2);
  const { state } = await expectTrue(page);

  // In the log: the line that was made cites the user's words.
  const { patches, sections } = await artifactOf<OptimisedDoc>(page, "result");
  const made = patches.find(({ after }) => after === "Telemetry");
  const lines = sections.flatMap((section) => section.lines);
  const line = lines.find((one) => made && one.patches.includes(made.id));
  expect(line?.spans.map(({ source }) => source)).toContain("user");

  // On the screen: what was found, why the change was made, what was answered, and the text.
  await page
    .getByRole("region", { name: texts.insights })
    .getByRole("button", { name: texts.showAll(state.insights.length) })
    .click();
  await expect(page.getByText("From your answer: Telemetry")).toBeVisible();
  const row = page.locator(`[data-patch="${made?.id}"]`);
  await row.getByRole("button", { expanded: false }).click();
  await expect(row.getByText("your answer names Telemetry")).toBeVisible();
  await expect(page.getByText(questions.none)).toBeVisible();
  await page.getByRole("button", { name: questions.given(2) }).click();
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByText(questions.givenNo)).toBeVisible();
  await expectTold(page);
  await expect(tailoredOf(page)).toContainText("Telemetry");
  await expect(tailoredOf(page)).not.toContainText("Phlebotomy");
});

test("the copied link shows the finished job to somebody who has nothing but it", async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await startJob(page);
  await finished(page);
  const { state } = await expectTrue(page);
  await page.getByRole("button", { name: share.copy }).click();
  await expect(page.getByText(share.copied, { exact: true })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const viewer = await somebodyElse(browser, baseURL);
  await viewer.goto(link);
  await finished(viewer);
  expect((await expectTrue(viewer)).state).toEqual(state);
  await expectTold(viewer);
  expect(await tailoredOf(viewer).innerText()).toBe(await tailoredOf(page).innerText());
  await expect(viewer.getByLabel(share.label)).toHaveValue(link);
  await viewer.context().close();
});

test("somebody else who has seen the end hears of the next revision: after a while, or at once on coming back", async ({
  page,
  browser,
  baseURL,
}) => {
  await startJob(page);
  await finished(page);
  const opened = summaryOf((await expectTrue(page)).state, "weak_opening");
  const viewer = await somebodyElse(browser, baseURL);
  await viewer.clock.install();
  await viewer.goto(page.url());
  await finished(viewer);

  await choose(page, "reject", opened);
  await finishedAs(page, 2);
  await viewer.clock.fastForward(A_WHILE_MS);
  await finishedAs(viewer, 2);
  expect((await expectTrue(viewer)).state).toEqual((await expectTrue(page)).state);
  await expectTold(viewer);

  await choose(page, "restore", opened);
  await finishedAs(page, 3);
  await viewer.clock.fastForward(LONGER_THAN_A_FLICKER_MS);
  await viewer.evaluate(() => window.dispatchEvent(new Event("focus")));
  await finishedAs(viewer, 3);
  expect((await expectTrue(viewer)).state).toEqual((await expectTrue(page)).state);
  await expectTold(viewer);
  await viewer.context().close();
});

test("a job that is erased is gone for everybody, and listed nowhere", async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  await startJob(page);
  await finished(page);
  const link = page.url();
  const { jobId } = addressOf(page);
  const viewer = await somebodyElse(browser, baseURL);
  await viewer.goto(link);
  await finished(viewer);
  const start = await context.newPage();
  await start.goto("/");
  const listed = start.getByText(jobId.slice(0, 8));
  await expect(listed).toBeVisible();

  await page.getByRole("button", { name: texts.keeping.label }).click();
  await page.getByRole("button", { name: texts.keeping.yes }).click();
  await expect(page.getByRole("heading", { name: erased.title })).toBeFocused();
  await expect(listed).toHaveCount(0); // in another tab, at once
  for (const other of [viewer, page]) {
    await other.goto(link);
    await other.reload();
    await expect(other.getByRole("alert")).toContainText(GONE);
    await expect(other.getByText("Marged")).toHaveCount(0);
  }
  await page.getByRole("link", { name: "Start a new one" }).click();
  await expect(page.getByLabel(startTexts.resume.label, { exact: true })).toBeVisible();
  await expect(page.getByText(jobId.slice(0, 8))).toHaveCount(0);
  await viewer.context().close();
});

test("whoever follows a job live while it is erased is told so, and not left with a way to cancel it", async ({
  page,
  browser,
  baseURL,
  atAPace,
}) => {
  const pace = atAPace("writing", "hold");
  await startJob(page, pace.resume);
  await untilHeld(page, "writing");
  const viewer = await somebodyElse(browser, baseURL);
  await viewer.goto(page.url());
  await connectionIs(viewer, "live");
  await page.getByRole("button", { name: texts.keeping.label }).click();
  await page.getByRole("button", { name: texts.keeping.yes }).click();
  await expect(page.getByRole("heading", { name: erased.title })).toBeVisible();
  await connectionIs(viewer, "failed");
  await expect(viewer.getByRole("alert")).toContainText(GONE);
  await expect(viewer.getByRole("button", { name: texts.cancel.label })).toHaveCount(0);
  await viewer.context().close();
});

test("what is opened, refused, asked and wrong can be read by everybody, in both themes", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: startTexts.submit }).click();
  await expect(page.getByText(startTexts.resume.empty)).toBeVisible();
  await expectAccessible(page);

  await startJob(page, TWICE_REWORDED.resume, ASKING);
  await finished(page);
  const { patches } = await artifactOf<OptimisedDoc>(page, "result");
  const reworded = patches.find(({ after }) => after === TWICE_REWORDED.first);
  const again = patches.find(({ after }) => after === TWICE_REWORDED.second);
  const [rejected, refused] = [reworded, again].map((patch) =>
    page.locator(`[data-patch="${patch?.id}"]`),
  );
  await rejected?.getByRole("button", { name: changes.reject }).click();
  await finishedAs(page, 2);
  await rejected?.getByRole("button", { expanded: false }).click();
  await page.getByRole("button", { name: /refused, and why$/ }).click();
  await refused?.getByRole("button", { expanded: false }).click();
  const reason = changes.buildsOn(operationName("weak_opening"), reworded?.rationale ?? "");
  await expect(page.getByText(reason)).toBeVisible();
  await page.getByRole("textbox", { name: questions.answer }).first().fill("x".repeat(2001));
  await expect(page.getByText(questions.tooLong(1))).toBeVisible();
  await page.getByRole("button", { name: texts.keeping.label }).click();
  await expect(page.getByText(texts.keeping.question)).toBeVisible();
  await expectAccessible(page);
});
