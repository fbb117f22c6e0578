import type { OptimisedDoc, Patch } from "@resume-optimizer/client";
import { operationName } from "../../texts/names";
import { result } from "../../texts/result";
import type { DiffView } from "../../types/streaming";

const texts = result.changes;

/**
 * What became of a change.
 *
 * - `made`: it stands in the result
 * - `rejected`: the user does not want it; it can be restored
 * - `refused`: a gate did not let it pass, or it builds on a rejected one; nobody can restore it by itself
 */
export type Standing = "made" | "rejected" | "refused";

export interface Change {
  /** The patch's; it counts within one plan. */
  readonly id: string;
  readonly section: string;
  readonly op: string;
  /** One sentence on it. */
  readonly summary: string;
  readonly standing: Standing;
  /** Why it was refused, where it was. */
  readonly reason: string | undefined;
  /** The document that holds its words. */
  readonly ref: string;
  /** Its words, where the document was loaded already. */
  readonly patch: Patch | undefined;
}

/** How the engine marks what the user rejected; every other reason is its own. */
const BY_THE_USER = "rejected by you";
const BUILDS_ON = /^builds on (\S+), which you rejected$/;

/** The changes that were told, in their order. */
export function changesOf(diffs: readonly DiffView[]): readonly Change[] {
  return diffs.map(({ patch_id: id, section, op, summary, ref }) => {
    return { id, section, op, summary, ref, standing: "made", reason: undefined, patch: undefined };
  });
}

/**
 * The changes of a result, in the order of its plan: those that were told, and those that were not made.
 *
 * @param before Those of the revision before: what is not made any more keeps the sentence that it was told with.
 */
export function allChangesOf(
  diffs: readonly DiffView[],
  doc: OptimisedDoc,
  ref: string,
  before: readonly Change[] = [],
): readonly Change[] {
  const told = new Map(changesOf(diffs).map((change) => [change.id, change]));
  const listed = doc.patches.map((patch): Change => {
    const { id, op, rationale } = patch;
    const standing = standingOf(patch);
    const known = standing === "made" ? told.get(id) : undefined;
    told.delete(id);
    if (known) {
      return { ...known, patch };
    }
    const was = before.find((change) => change.id === id && change.op === op);
    const summary = was?.summary ?? rationale;
    const reason = standing === "refused" ? reasonOf(patch, doc) : undefined;
    return { id, op, summary, section: sectionOf(patch, doc), standing, reason, ref, patch };
  });
  return [...listed, ...told.values()];
}

/**
 * What makes a change the same one in every revision: what it does, whatever it is called and whoever phrased it; of an
 * order, what it is an order of.
 */
export function identityOf({ op, path, before, after, otherwise }: Patch): string {
  if (op.startsWith("reorder_")) {
    return JSON.stringify([op, path]);
  }
  return JSON.stringify([op, path, before, otherwise ?? after]);
}

function standingOf({ status, reject_reason }: Patch): Standing {
  if (status !== "rejected") {
    return "made";
  }
  return reject_reason === BY_THE_USER ? "rejected" : "refused";
}

/** The engine's reason; a change that it names by its id is named as people know it. */
function reasonOf({ reject_reason }: Patch, doc: OptimisedDoc): string | undefined {
  const base = BUILDS_ON.exec(reject_reason ?? "")?.[1];
  const patch = doc.patches.find(({ id }) => id === base);
  return patch
    ? texts.buildsOn(operationName(patch.op), patch.rationale)
    : (reject_reason ?? undefined);
}

function sectionOf({ path }: Patch, doc: OptimisedDoc): string {
  const [kind = "", name = ""] = path.split(":", 2);
  const id = name.split("~", 1)[0];
  const section = doc.sections.find(
    ({ id: own, entries, lines }) =>
      own === id ||
      lines.some((line) => line.id === id) ||
      entries.some((entry) => entry.id === id || entry.lines.some((line) => line.id === id)),
  );
  return section?.type ?? (kind === "skills" || kind === "summary" ? kind : "document");
}
