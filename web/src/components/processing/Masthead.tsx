import type { ReactNode } from "react";
import { formatDuration } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { job } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";
import { ConnectionBadge } from "./ConnectionBadge";
import classes from "./Masthead.module.css";

interface MastheadProps {
  readonly state: StreamingState;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** Where the job stands, at a glance. */
export function Masthead({ state, children }: MastheadProps) {
  const { status, progress, connection, revision } = state;
  return (
    <header className={classes.masthead} data-status={status}>
      <div className={classes.row}>
        <h1 className={classes.title} tabIndex={-1}>
          {job.titles[status]}
        </h1>
        <p className={classes.percent} aria-hidden="true">
          {progress}
          <span className={classes.sign}>%</span>
        </p>
      </div>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={job.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={progress}
      >
        <div className={classes.fill} style={{ transform: `scaleX(${progress / 100})` }} />
      </div>
      <div className={classes.facts}>
        <ConnectionBadge connection={connection} />
        <Elapsed state={state} />
        {revision > 1 && <span>{job.revision(revision)}</span>}
        {state.reason && <span className={classes.reason}>{state.reason}</span>}
        {children}
      </div>
    </header>
  );
}

function Elapsed({
  state: { startedAt, durationMs, finishedAt, connection },
}: {
  readonly state: StreamingState;
}) {
  const running = startedAt !== null && finishedAt === null && connection.phase !== "failed";
  const now = useNow(running);
  if (durationMs !== null) {
    return <span>{job.took(formatDuration(durationMs))}</span>;
  }
  if (!running) {
    return null;
  }
  const seconds = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000));
  return <span>{job.running(`${seconds} s`)}</span>;
}
