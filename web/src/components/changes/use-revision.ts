import { useCallback, useEffect, useState } from "react";
import type { StreamingState } from "../../types/streaming";

/** A job's state, and the way to hear what comes behind its end. */
export type FollowedState = StreamingState & {
  /** Follow the job on, where it ended and runs again. */
  streamAgain(): void;
};

/** How long after an end that comes too early the stream is asked again. */
const AGAIN_MS = 400;

export interface Revision {
  /** The newest that the stream told of. */
  readonly current: number;
  /** Whether a revision runs, or was asked for and has not begun yet: the server takes no wish before its end. */
  readonly running: boolean;
  /** Wait for this revision, and follow it. */
  expect(revision: number): void;
}

/** The revision that runs, or that we know of before the stream tells it. */
export function useRevision(state: FollowedState): Revision {
  const { revision, finishedAt, connection, streamAgain } = state;
  const [expected, setExpected] = useState(0);
  const awaited = expected > revision;
  useEffect(() => {
    if (!awaited || connection.phase !== "ended") {
      return;
    }
    // The new revision may begin after the stream was opened, and found the old end still the newest.
    const timer = setTimeout(streamAgain, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [awaited, connection, streamAgain]);
  const expect = useCallback(
    (next: number) => {
      setExpected(next);
      streamAgain();
    },
    [streamAgain],
  );
  return { current: revision, running: finishedAt === null || awaited, expect };
}
