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

/** So often a server that has enough to read is asked again, before the file is left to its job. */
const MOST_AGAIN = 3;
/** Milliseconds: who says to come back later than this is not waited for. */
const LONGEST_WAIT = 30_000;

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
    void previewOf(side, file, stopping.signal).then(tell);
    return () => stopping.abort();
  }, [side, file]);

  if (!file) {
    return { state: "none" };
  }
  return told?.of === file ? told.known : { state: "reading" };
}

/** Ask for a file's preview, again where the server has enough of them and says when. */
async function previewOf(side: Side, file: File, signal: AbortSignal): Promise<PreviewState> {
  for (let again = 0; ; again += 1) {
    try {
      return { state: "read", preview: await previewFile(side, file, { signal }) };
    } catch (reason) {
      const wait = again < MOST_AGAIN ? waitOf(reason) : undefined;
      if (wait === undefined) {
        return withoutPreview(reason);
      }
      await pause(wait, signal);
      if (signal.aborted) {
        return { state: "none" };
      }
    }
  }
}

/** After how many milliseconds to ask again; undefined where that is not worth it. */
function waitOf(reason: unknown): number | undefined {
  const { code, retryAfterMs } = reason instanceof ApiError ? reason.problem : {};
  const busy =
    code === "preview_busy" && retryAfterMs !== undefined && retryAfterMs <= LONGEST_WAIT;
  return busy ? retryAfterMs : undefined;
}

/** Wait so many milliseconds, or until nobody waits any more. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function withoutPreview(reason: unknown): PreviewState {
  return reason instanceof ApiError && REFUSED.has(reason.problem.status)
    ? { state: "refused", message: refusalOf(reason.problem) }
    : { state: "later" };
}
