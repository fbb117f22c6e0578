import type { OptimisedDoc, Patch } from "../packages/client/src";
import type { FollowedState } from "../src/components/changes/use-revision";
import type { DiffView } from "../src/types/streaming";
import { stateOf } from "./states";

type Section = OptimisedDoc["sections"][number];
type Line = Section["lines"][number];

export function patchOf(changes: Partial<Patch>): Patch {
  return {
    id: "p1",
    op: "weak_opening",
    path: "bullet:b1",
    before: "Responsible for managing a ward",
    after: "Managed a ward",
    sources: [],
    serves: [],
    rationale: "The opening said nothing.",
    expected_delta: 0,
    engine: "rules",
    status: "applied",
    reject_reason: null,
    otherwise: null,
    declined: null,
    ...changes,
  };
}

export function docOf(changes: Partial<OptimisedDoc>): OptimisedDoc {
  return {
    contact: { name: null, headline: null, email: null, phone: null, location: null, links: [] },
    sections: [],
    patches: [],
    dropped: [],
    derived: [],
    polished: true,
    usage: null,
    ...changes,
  };
}

export function sectionOf(changes: Partial<Section>): Section {
  return {
    id: "s1",
    type: "experience",
    heading: "Experience",
    entries: [],
    lines: [],
    spans: [],
    ...changes,
  };
}

/** A line of the result, drawn from `[start, end)` of the résumé. */
export function lineOf(id: string, start: number, end: number, changes: Partial<Line> = {}): Line {
  const spans = [{ source: "resume" as const, start, end }];
  return { id, text: id, spans, facts: [], patches: [], ...changes };
}

export function diffOf(n: number, changes: Partial<DiffView> = {}): DiffView {
  return {
    seq: n,
    patch_id: `p${n}`,
    section: n < 3 ? "experience" : "skills",
    op: "weak_opening",
    summary: `Change ${n}`,
    ref: "x.draft.0",
    ...changes,
  };
}

/** A job that has ended, and whose stream can be asked for more. */
export function endedOf(
  changes: Partial<FollowedState>,
  streamAgain: () => void = () => undefined,
): FollowedState {
  const state = stateOf({
    finishedAt: "2026-11-22T20:00:00.000Z",
    status: "completed",
    ...changes,
  });
  return { ...state, streamAgain };
}
