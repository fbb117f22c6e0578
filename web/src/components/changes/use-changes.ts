import type { JobAddress, OptimisedDoc } from "@resume-optimizer/client";
import { useMemo } from "react";
import { useHeld } from "../../lib/use-held";
import { useLoaded } from "../../lib/use-loaded";
import { loadDocument } from "../../services/documents";
import type { DiffView, StreamingState } from "../../types/streaming";
import { allChangesOf, type Change, changesOf } from "./changes";

/** The changes of a revision that has ended, with what became of each. */
export interface Settled {
  readonly revision: number;
  /** Null where it came to no result. */
  readonly doc: OptimisedDoc | null;
  readonly changes: readonly Change[];
}

export interface Changes {
  /** Those to show now: as they are told; while a job runs again, those of before until they are told anew. */
  readonly shown: readonly Change[];
  /** The newest revision whose changes are all known; undefined before the first has ended. */
  readonly settled: Settled | undefined;
  /** Whether what became of the changes could not be loaded. */
  readonly failed: boolean;
  retry(): void;
}

/** Follow the changes of a job through its revisions. */
export function useChanges(job: JobAddress, state: StreamingState): Changes {
  const { revision, finishedAt, artifacts, diffs } = state;
  const ref = artifacts.result ?? diffs.at(-1)?.ref;
  const load = async (): Promise<Settled> => {
    if (ref === undefined) {
      return { revision, doc: null, changes: [] };
    }
    const doc = await loadDocument<OptimisedDoc>(job, ref);
    return { revision, doc, changes: allChangesOf(diffs, doc, ref, settled?.changes) };
  };
  const loaded = useLoaded(finishedAt === null ? null : load, [job, revision, finishedAt, ref]);
  const settled = useHeld(loaded.value);
  const shown = useMemo(() => {
    if (settled === undefined) {
      return changesOf(diffs);
    }
    const over = finishedAt !== null && settled.revision === revision;
    return over ? settled.changes : toldAnew(settled.changes, diffs);
  }, [settled, diffs, revision, finishedAt]);
  return { shown, settled, failed: loaded.state === "failed", retry: loaded.retry };
}

/** What stood before, each change with its new telling where that has come already; what is new stands behind. */
function toldAnew(before: readonly Change[], diffs: readonly DiffView[]): readonly Change[] {
  const told = new Map(changesOf(diffs).map((change) => [change.id, change]));
  const kept = before.map((change) => {
    const anew = told.get(change.id);
    told.delete(change.id);
    if (!anew) {
      return change;
    }
    return { ...anew, patch: anew.op === change.op ? change.patch : undefined };
  });
  return [...kept, ...told.values()];
}
