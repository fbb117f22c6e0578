import type { AnswerSheet, JobAddress, Question, SourceText } from "@resume-optimizer/client";
import { useHeld } from "../../lib/use-held";
import { useLoaded } from "../../lib/use-loaded";
import { loadDocument, loadText } from "../../services/documents";
import type { StreamingState } from "../../types/streaming";

/** What a revision handed over; null or empty where it did not come that far. */
export interface Result {
  readonly revision: number;
  readonly tailored: string | null;
  readonly original: string | null;
  readonly questions: readonly Question[];
  /** What was answered before, and counts for the next revision too. */
  readonly answers: AnswerSheet["answers"];
}

export interface LoadedResult {
  /** Of the newest revision that has ended and was loaded; undefined before. */
  readonly value: Result | undefined;
  readonly failed: boolean;
  retry(): void;
}

/** Load the result of each revision that has ended, and keep it until the next one is here. */
export function useResult(
  job: JobAddress,
  { revision, finishedAt, artifacts }: StreamingState,
): LoadedResult {
  const { source, questions, answers, "resume.md": resume } = artifacts;
  const load = async (): Promise<Result> => {
    const [tailored, original, asked, sheet] = await Promise.all([
      resume ? loadText(job, resume) : null,
      source ? loadDocument<SourceText>(job, source) : null,
      questions ? loadDocument<readonly Question[]>(job, questions) : [],
      answers ? loadDocument<AnswerSheet>(job, answers) : null,
    ]);
    return {
      revision,
      tailored,
      original: original?.text ?? null,
      questions: asked,
      answers: sheet?.answers ?? [],
    };
  };
  const loaded = useLoaded(finishedAt !== null ? load : null, [job, revision, finishedAt]);
  const value = useHeld(loaded.value);
  return { value, failed: loaded.state === "failed", retry: loaded.retry };
}
