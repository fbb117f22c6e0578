import { job } from "../../texts/job";
import { stepName } from "../../texts/names";
import type { ErrorView } from "../../types/streaming";
import { Notice } from "../shell/Notice";

interface ErrorListProps {
  readonly errors: readonly ErrorView[];
  readonly ended: boolean;
}

/** What went wrong in this revision, and whether it is tried again. */
export function ErrorList({ errors, ended }: ErrorListProps) {
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
            {error.retryable && !ended && <> {retrying(error)}</>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function retrying(error: ErrorView): string {
  const seconds = Math.ceil(error.next_try_sec ?? 0);
  return seconds > 0 ? job.retrying(seconds) : job.retryingSoon;
}
