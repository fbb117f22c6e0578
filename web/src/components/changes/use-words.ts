import type { JobAddress, JobDoc, OptimisedDoc, Patch, SourceText } from "@resume-optimizer/client";
import { type Loaded, useLoaded } from "../../lib/use-loaded";
import { loadDocument } from "../../services/documents";
import type { StreamingState } from "../../types/streaming";
import type { Change } from "./changes";
import { type SourceLines, sourceLinesOf } from "./provenance";

/** A change with its words, the requirements that it serves in the posting's words, and the lines it is drawn from. */
export interface ChangeInWords {
  readonly patch: Patch;
  readonly serves: readonly string[];
  readonly lines: readonly SourceLines[];
}

/** What changes are of and what they serve: refs, each once it is known. */
export interface Sources {
  readonly resume: string | undefined;
  readonly requirements: string | undefined;
  /** Whether the original is on the page, so that a line of it can be shown. */
  readonly shown: boolean;
}

/** How the step `ingesting` names its insight on the résumé that it read. */
const RESUME_READ = "source-resume";

export function sourcesOf({ artifacts, insights }: StreamingState): Sources {
  return {
    resume: artifacts.source ?? insights.find(({ id }) => id === RESUME_READ)?.ref,
    requirements: artifacts.requirements,
    shown: "source" in artifacts && "resume.md" in artifacts,
  };
}

/** Load what a change is about: the words lie in the document that its `ref` names. */
export function useWords(
  job: JobAddress,
  { id, ref }: Change,
  { resume, requirements }: Sources,
): Loaded<ChangeInWords> & { retry(): void } {
  const load = async (): Promise<ChangeInWords> => {
    const doc = await loadDocument<OptimisedDoc>(job, ref);
    const patch = doc.patches.find((one) => one.id === id);
    if (!patch) {
      throw new Error(`no patch ${id} in ${ref}`);
    }
    const [serves, lines] = await Promise.all([
      requirements && patch.serves.length > 0 ? servedOf(job, patch, requirements) : [],
      resume ? linesOf(job, patch, doc, resume) : [],
    ]);
    return { patch, serves, lines };
  };
  return useLoaded(load, [job, ref, id, resume, requirements]);
}

/** The requirements are a help, and no reason to fail: without them the change still tells its reason. */
async function servedOf(job: JobAddress, patch: Patch, ref: string): Promise<readonly string[]> {
  try {
    const posting = await loadDocument<JobDoc>(job, ref);
    return posting.requirements
      .filter(({ id }) => patch.serves.includes(id))
      .map(({ text }) => text);
  } catch {
    return [];
  }
}

/** So are the lines: the summary names the first. */
async function linesOf(
  job: JobAddress,
  patch: Patch,
  doc: OptimisedDoc,
  ref: string,
): Promise<readonly SourceLines[]> {
  try {
    const { text } = await loadDocument<SourceText>(job, ref);
    return sourceLinesOf(patch, doc, text);
  } catch {
    return [];
  }
}
