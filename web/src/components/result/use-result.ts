import type { JobAddress, Question, SourceText } from "@resume-optimizer/client";
import { type Loaded, useLoaded } from "../../lib/use-loaded";
import { fetchArtifact } from "../../services/api";
import type { StreamingState } from "../../types/streaming";

/** What a finished job handed over; null where it did not come that far. */
export interface Result {
  readonly tailored: string | null;
  readonly original: string | null;
  readonly questions: readonly Question[];
}

/** Load the result of the revision that has ended: of what its `done` names. */
export function useResult(
  job: JobAddress,
  { revision, finishedAt, artifacts }: StreamingState,
): Loaded<Result> & { retry(): void } {
  const load = async (): Promise<Result> => {
    const [tailored, source, questions] = await Promise.all(
      ["resume.md", "source", "questions"].map((name) =>
        name in artifacts ? fetchArtifact(job, name) : null,
      ),
    );
    return {
      tailored: tailored ?? null,
      original: source ? (JSON.parse(source) as SourceText).text : null,
      questions: questions ? questionsIn(JSON.parse(questions)) : [],
    };
  };
  return useLoaded(finishedAt !== null ? load : null, [job, revision, finishedAt]);
}

function questionsIn(document: readonly Question[] | { readonly questions: readonly Question[] }) {
  return "questions" in document ? document.questions : document;
}
