import { ApiError, type Preview, previewFile } from "@resume-optimizer/client";
import { useEffect, useState } from "react";
import { refusalOf } from "./refusal";
import type { Side } from "./validate";

/** What is known of a side's file before the start: `later` where nobody can read it now, so that its job has to. */
export type PreviewState =
  | { readonly state: "none" | "reading" | "later" }
  | { readonly state: "read"; readonly preview: Preview }
  | { readonly state: "refused"; readonly message: string };

/** Statuses by which a file itself is refused, and a job with it would be. */
const REFUSED: ReadonlySet<number> = new Set([413, 415, 422]);

/** Have the server read a file for as long as it is the one that was chosen: nothing of it is stored there. */
export function usePreview(side: Side, file: File | undefined): PreviewState {
  const [told, setTold] = useState<{ readonly of: File; readonly known: PreviewState }>();

  useEffect(() => {
    if (!file) {
      return;
    }
    const stopping = new AbortController();
    const tell = (known: PreviewState) => {
      if (!stopping.signal.aborted) {
        setTold({ of: file, known });
      }
    };
    previewFile(side, file, { signal: stopping.signal }).then(
      (preview) => tell({ state: "read", preview }),
      (reason) => tell(withoutPreview(reason)),
    );
    return () => stopping.abort();
  }, [side, file]);

  if (!file) {
    return { state: "none" };
  }
  return told?.of === file ? told.known : { state: "reading" };
}

function withoutPreview(reason: unknown): PreviewState {
  return reason instanceof ApiError && REFUSED.has(reason.problem.status)
    ? { state: "refused", message: refusalOf(reason.problem) }
    : { state: "later" };
}
