import type { Page } from "@playwright/test";
import { METRICS, RULES, type Snapshot } from "../../packages/client/src";
import { formatNumber } from "../../src/lib/format";
import { job as texts } from "../../src/texts/job";

type State = Snapshot["state"];

/** How many insights are seen without a click. */
const INSIGHTS = 4;

/** What a job's screen has to say of a state, in its words and its order. */
export function shouldBeShown(state: State) {
  const { match_score_before, match_score_after } = state.metrics;
  const scores = Object.entries(state.metrics).filter(([key]) => METRICS[key]?.kind === "score");
  return {
    title: texts.titles[state.status] as string,
    progress: String(state.progress),
    revision: state.revision > 1 ? texts.revision(state.revision) : "",
    steps: state.steps.map(({ step, state: stands, attempt }) =>
      [step, stands, attempt > 1 ? texts.attempt(attempt) : ""].join(" ").trim(),
    ),
    insights: state.insights
      .toReversed()
      .slice(0, INSIGHTS)
      .map(({ message }) => message),
    insightsCount: countOf(state.insights),
    changesCount: countOf(state.diffs),
    checks: checksOf(state),
    match: [match_score_before, match_score_after]
      .filter((score) => score !== undefined)
      .map(formatNumber),
    dimensions: Object.fromEntries(
      scores
        .filter(([key]) => !key.startsWith("match_"))
        .map(([key, value]) => [METRICS[key]?.label ?? key, formatNumber(value)]),
    ),
    errors: [...new Set(state.errors.map(({ message }) => message))],
  };
}

/** Read the screen in one go, as a person sees it at one moment; `state` tells which sentences to look for. */
export async function whatIsShown(
  page: Page,
  state: State,
): Promise<ReturnType<typeof shouldBeShown>> {
  const { progress, insights, changes, checks, match, dimensions } = texts;
  const seen = await page.evaluate(
    (titles) => {
      const textOf = (element: Element | null | undefined) =>
        element?.textContent.replaceAll(/\s+/g, " ").trim() ?? "";
      const panel = (title: string) =>
        [...document.querySelectorAll("section[aria-labelledby]")].find(
          (section) => textOf(section.querySelector("h2")) === title,
        );
      const asideOf = (title: string) => textOf(panel(title)?.querySelector("h2 + *"));
      const all = (title: string, selector: string) => [
        ...(panel(title)?.querySelectorAll(selector) ?? []),
      ];
      const bar = document.querySelector(`[role=progressbar][aria-label="${titles.progress}"]`);
      return {
        title: textOf(document.querySelector("h1")),
        progress: bar?.getAttribute("aria-valuenow") ?? "",
        everything: textOf(document.querySelector("main")),
        steps: [...document.querySelectorAll<HTMLElement>("[data-step]")].map((step) => ({
          name: step.dataset.step ?? "",
          state: step.dataset.state ?? "",
          text: textOf(step),
        })),
        insights: all(titles.insights, "ol > li").map(textOf),
        insightsCount: asideOf(titles.insights),
        changesCount: asideOf(titles.changes),
        checks: all(titles.checks, "[data-severity]").map((group) => ({
          severity: group.getAttribute("data-severity") ?? "",
          counts: textOf(group.querySelector("h3")),
          coming: textOf(group.querySelector(":scope > p")),
        })),
        match: all(titles.match, "dl:not([aria-label]) dd").map(textOf),
        dimensions: all(titles.match, `dl[aria-label="${titles.dimensions}"] > div`).map((row) => ({
          label: textOf(row.querySelector("dt")),
          value: textOf(row.querySelector("dd")),
        })),
      };
    },
    { progress, insights, changes, checks, match, dimensions },
  );
  const { everything, ...plain } = seen;
  return {
    ...plain,
    revision: wordsIn(everything, texts.revision),
    steps: seen.steps.map(({ name, state: stands, text }) =>
      [name, stands, wordsIn(text, texts.attempt)].join(" ").trim(),
    ),
    insights: seen.insights.map(
      (item) => state.insights.find(({ message }) => item.endsWith(message))?.message ?? item,
    ),
    checks: Object.fromEntries(
      seen.checks.map(({ severity, counts, coming }) => [
        severity,
        [counts.match(/\d+ of \d+/g)?.at(-1), coming].filter(Boolean).join(", "),
      ]),
    ),
    dimensions: Object.fromEntries(seen.dimensions.map(({ label, value }) => [label, value])),
    errors: [...new Set(state.errors.map(({ message }) => message))].filter((message) =>
      everything.includes(message),
    ),
  };
}

/** Find what says a number in a text, in the page's words for it: `Attempt 2`. */
function wordsIn(text: string, words: (count: number) => string): string {
  const pattern = new RegExp(words(0).replace("0", "\\d+"));
  return pattern.exec(text)?.[0] ?? "";
}

function countOf(items: readonly unknown[]): string {
  return items.length > 0 ? String(items.length) : "";
}

/** By severity: of the newest verdicts on each rule, how many of those that apply are met, and how many rules have none. */
function checksOf({ validations, finishedAt }: State): Record<string, string> {
  const newest = new Map<string, State["validations"][number]>();
  for (const phase of ["before", "after"]) {
    for (const verdict of validations.filter((candidate) => candidate.phase === phase)) {
      newest.set(verdict.rule_id, verdict);
    }
  }
  const toCome = Object.entries(RULES).filter(([rule]) => !newest.has(rule));
  return Object.fromEntries(
    (["critical", "major", "minor"] as const).map((severity) => {
      const judged = [...newest.values()].filter(
        (verdict) => verdict.severity === severity && verdict.status !== "n/a",
      );
      const passed = judged.filter(({ status }) => status === "pass");
      const missing = toCome.filter(([, rule]) => rule.severity === severity).length;
      const words = finishedAt === null ? texts.rulesToCome : texts.rulesNotRun;
      return [
        severity,
        [
          judged.length > 0 && texts.passed(passed.length, judged.length),
          missing > 0 && words(missing),
        ]
          .filter(Boolean)
          .join(", "),
      ];
    }),
  );
}
