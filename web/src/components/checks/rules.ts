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
  readonly passed: number;
  /** Those that apply. */
  readonly judged: number;
}

const SEVERITIES = ["critical", "major", "minor"] as const;
const WORST_FIRST: Readonly<Record<Verdict, number>> = { fail: 0, warn: 1, pass: 2, "n/a": 3 };

/** Group the verdicts by severity; groups without a verdict are left out. */
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
  return SEVERITIES.map((severity) => groupOf(severity, checks)).filter(
    (group) => group.checks.length > 0,
  );
}

function groupOf(severity: Check["severity"], all: readonly Check[]): CheckGroup {
  const checks = all
    .filter((check) => check.severity === severity)
    .sort(
      (left, right) =>
        WORST_FIRST[left.status] - WORST_FIRST[right.status] || left.rule.localeCompare(right.rule),
    );
  const judged = checks.filter((check) => check.status !== "n/a");
  return {
    severity,
    checks,
    passed: judged.filter((check) => check.status === "pass").length,
    judged: judged.length,
  };
}

/** Whether a rule needs words: it is not met, or the job changed its verdict. */
export function isTelling({ status, before, after }: Check): boolean {
  const changed = before !== undefined && after !== undefined && before !== after;
  return changed || status === "fail" || status === "warn";
}
