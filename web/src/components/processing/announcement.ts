import { job } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";

const QUARTER = 25;
/** A connection that is back at the second try was not worth a word. */
const LOST_AFTER = 2;

/** What is said aloud of a job: it changes at quarters, at the end, and when the connection is really lost. */
export function announcementOf(state: StreamingState): string {
  const { connection, finishedAt, progress, status } = state;
  if (connection.phase === "failed") {
    return job.announce.failed;
  }
  if (finishedAt !== null) {
    return job.titles[status];
  }
  if (connection.lastResort !== null) {
    return job.lastResort.title;
  }
  if (connection.phase === "fallback") {
    return job.announce.fallback;
  }
  if (connection.phase === "reconnecting" && connection.attempt >= LOST_AFTER) {
    return job.announce.reconnecting;
  }
  const quarter = Math.floor(progress / QUARTER) * QUARTER;
  return quarter === 0 ? "" : job.announce.progress(quarter);
}
