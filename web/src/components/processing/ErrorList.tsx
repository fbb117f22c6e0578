import { useNow } from "../../lib/use-now";
import { job } from "../../texts/job";
import { stepName } from "../../texts/names";
import type { ErrorView, StreamingState } from "../../types/streaming";
import { Notice } from "../shell/Notice";

interface ErrorListProps {
  readonly errors: readonly ErrorView[];
  readonly status: StreamingState["status"];
}

/** What went wrong in this revision, and what happens next. */
export function ErrorList({ errors, status }: ErrorListProps) {
  const ended = status !== "started" && status !== "running";
  const now = useNow(!ended && errors.some((error) => error.next_try_sec !== undefined));
  if (errors.length === 0) {
    return null;
  }
  const fatal = errors.some((error) => !error.retryable);
  return (
    <Notice tone={fatal ? "error" : "warning"} title={job.errors}>
      <ul>
        {errors.map((error) => (
          <li key={error.seq}>
            {error.step && <strong>{stepName(error.step)}: </strong>}
            {error.message}
            {error.retryable && !ended && <> {retrying(error, now)}</>}
          </li>
        ))}
      </ul>
      {status === "failed" && <p>{fatal ? job.fatalNext : job.failedNext}</p>}
    </Notice>
  );
}

/** Counts down from the error's own time, as far as this machine's clock agrees with it. */
function retrying({ timestamp, next_try_sec = 0 }: ErrorView, now: number): string {
  const since = Date.parse(timestamp);
  const passed = Number.isNaN(since) ? 0 : Math.max(0, (now - since) / 1000);
  const seconds = Math.ceil(next_try_sec - passed);
  return seconds > 0 ? job.retrying(seconds) : job.retryingSoon;
}
