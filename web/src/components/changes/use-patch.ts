import type { JobAddress, JobDoc, Patch, Plan } from "@resume-optimizer/client";
import { type Loaded, useLoaded } from "../../lib/use-loaded";
import { fetchArtifact, fetchDocument } from "../../services/api";
import type { DiffView } from "../../types/streaming";

/** A change with its words, and the requirements that it serves in the posting's words. */
export interface PatchInWords {
  readonly patch: Patch;
  readonly serves: readonly string[];
}

/** Load what a diff is about, once it is wanted: the words lie in the document that its `ref` names. */
export function usePatch(
  job: JobAddress,
  diff: DiffView,
  wanted: boolean,
): Loaded<PatchInWords> & { retry(): void } {
  const load = async (): Promise<PatchInWords> => {
    const plan = await remembered(`${job.jobId} ${diff.ref}`, () =>
      fetchDocument<Plan>(job, diff.ref),
    );
    const patch = plan.patches.find(({ id }) => id === diff.patch_id);
    if (!patch) {
      throw new Error(`no patch ${diff.patch_id} in ${diff.ref}`);
    }
    return { patch, serves: patch.serves.length > 0 ? await requirements(job, patch.serves) : [] };
  };
  return useLoaded(wanted ? load : null, [job, diff.ref, diff.patch_id]);
}

/** The requirements are a help, and no reason to fail: without them the change still tells its reason. */
async function requirements(job: JobAddress, ids: readonly string[]): Promise<readonly string[]> {
  try {
    const posting = await remembered(
      `${job.jobId} requirements`,
      async () => JSON.parse(await fetchArtifact(job, "requirements")) as JobDoc,
    );
    return posting.requirements.filter(({ id }) => ids.includes(id)).map(({ text }) => text);
  } catch {
    return [];
  }
}

const documents = new Map<string, Promise<unknown>>();

/** Documents are never overwritten: what was loaded once is not asked for again. A failure is forgotten. */
function remembered<T>(key: string, load: () => Promise<T>): Promise<T> {
  const known = documents.get(key) as Promise<T> | undefined;
  if (known) {
    return known;
  }
  const loading = load();
  documents.set(key, loading);
  loading.catch(() => documents.delete(key));
  return loading;
}
