import { NOTHING_YET } from "../packages/client/src";
import type { InsightView, StepView, StreamingState, ValidationView } from "../src/types/streaming";

export function stateOf(changes: Partial<StreamingState>): StreamingState {
  return { ...NOTHING_YET, ...changes };
}

export function stepOf(changes: Partial<StepView>): StepView {
  return { step: "planning", state: "pending", pct: 0, attempt: 1, after: [], ...changes };
}

export function insightOf(n: number, changes: Partial<InsightView> = {}): InsightView {
  return {
    seq: n,
    timestamp: "2026-11-22T20:00:00.000Z",
    id: `i${n}`,
    category: "gap",
    importance: "medium",
    message: `Insight ${n}`,
    step: "planning",
    ...changes,
  };
}

export function verdictOf(
  rule_id: string,
  phase: ValidationView["phase"],
  status: ValidationView["status"],
  changes: Partial<ValidationView> = {},
): ValidationView {
  return { rule_id, phase, status, severity: "major", ...changes };
}

/** Answer `fetch` by the path that is asked for; the requests are kept in order. */
export function answering(answers: Readonly<Record<string, () => Response | Promise<Response>>>) {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = String(input);
    asked.push({ url, init });
    const answer = Object.entries(answers).find(([path]) => url.includes(path))?.[1];
    if (!answer) {
      throw new TypeError(`nothing answers ${url}`);
    }
    return answer();
  };
  return { fetch, asked };
}
