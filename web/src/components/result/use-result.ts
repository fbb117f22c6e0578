import type { JobAddress, Question, SourceText } from "@resume-optimizer/client";
import { type Loaded, useLoaded } from "../../lib/use-loaded";
import { type Artifact, fetchArtifact, listArtifacts } from "../../services/api";
import type { StreamingState } from "../../types/streaming";

/** What a finished job handed over; null where it did not come that far. */
export interface Result {
  readonly artifacts: readonly Artifact[];
  readonly tailored: string | null;
  readonly original: string | null;
  readonly questions: readonly Question[];
}

/** Load the result of the revision that has ended. */
export function useResult(
  job: JobAddress,
  { revision, finishedAt }: StreamingState,
): Loaded<Result> & { retry(): void } {
  const load = async (): Promise<Result> => {
    const artifacts = await listArtifacts(job);
    const has = (name: string) => artifacts.some((artifact) => artifact.name === name);
    const [tailored, source, questions] = await Promise.all(
      ["resume.md", "source", "questions"].map((name) =>
        has(name) ? fetchArtifact(job, name) : null,
      ),
    );
    return {
      artifacts,
      tailored: tailored ?? null,
      original: source ? (JSON.parse(source) as SourceText).text : null,
      questions: questions ? (JSON.parse(questions) as readonly Question[]) : [],
    };
  };
  return useLoaded(finishedAt !== null ? load : null, [job, revision, finishedAt]);
}
