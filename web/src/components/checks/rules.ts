import { RULES } from "@resume-optimizer/client";
import type { ValidationView } from "../../types/streaming";

type Verdict = ValidationView["status"];

/** One rule with its verdicts on the text before and after. */
export interface Check {
  readonly rule: string;
  readonly severity: ValidationView["severity"];
  readonly before: Verdict | undefined;
  readonly after: Verdict | undefined;
  /** The newest of the two. */
  readonly status: Verdict;
  readonly message: string | undefined;
}

export interface CheckGroup {
  readonly severity: Check["severity"];
  /** Worst first, else by name. */
  readonly checks: readonly Check[];
  /** Rules of the catalogue without a verdict yet, by name: the places of the checklist that are still empty. */
  readonly toCome: readonly string[];
  readonly passed: number;
  /** Those that apply. */
  readonly judged: number;
  /** The same of the text before, where there is a text after to tell it from. */
  readonly before: { readonly passed: number; readonly judged: number } | undefined;
}

const SEVERITIES = ["critical", "major", "minor"] as const;
const WORST_FIRST: Readonly<Record<Verdict, number>> = { fail: 0, warn: 1, pass: 2, "n/a": 3 };

/** Group the rules by severity, those that have a verdict and those of the catalogue that have none yet. */
export function checksOf(validations: readonly ValidationView[]): readonly CheckGroup[] {
  const checks = [...new Set(validations.map((item) => item.rule_id))].flatMap((rule) => {
    const before = validations.find((item) => item.rule_id === rule && item.phase === "before");
    const after = validations.find((item) => item.rule_id === rule && item.phase === "after");
    const newest = after ?? before;
    return newest === undefined
      ? []
      : {
          rule,
          severity: newest.severity,
          before: before?.status,
          after: after?.status,
          status: newest.status,
          message: newest.message,
        };
  });
  return SEVERITIES.map((severity) => groupOf(severity, checks));
}

function groupOf(severity: Check["severity"], all: readonly Check[]): CheckGroup {
  const checks = all
    .filter((check) => check.severity === severity)
    .sort(
      (left, right) =>
        WORST_FIRST[left.status] - WORST_FIRST[right.status] || left.rule.localeCompare(right.rule),
    );
  const both = checks.some(({ before }) => before) && checks.some(({ after }) => after);
  const verdictsBefore = checks.flatMap(({ before }) => before ?? []);
  return {
    severity,
    checks,
    toCome: rulesToCome(severity, all),
    ...countsOf(checks.map(({ status }) => status)),
    before: both ? countsOf(verdictsBefore) : undefined,
  };
}

function countsOf(verdicts: readonly Verdict[]) {
  const judged = verdicts.filter((verdict) => verdict !== "n/a");
  return { passed: judged.filter((verdict) => verdict === "pass").length, judged: judged.length };
}

function rulesToCome(severity: Check["severity"], all: readonly Check[]): readonly string[] {
  const judged = new Set(all.map(({ rule }) => rule));
  return Object.entries(RULES)
    .filter(([rule, info]) => info.severity === severity && !judged.has(rule))
    .map(([rule]) => rule)
    .sort();
}

/** Whether a rule needs words: it is not met, or the job changed its verdict. */
export function isTelling({ status, before, after }: Check): boolean {
  const changed = before !== undefined && after !== undefined && before !== after;
  return changed || status === "fail" || status === "warn";
}
