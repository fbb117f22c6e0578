import { ApiError } from "@resume-optimizer/client";
import { useState } from "react";
import { job } from "../../texts/job";
import { sentenceOf } from "../../texts/problems";
import type { StreamingState } from "../../types/streaming";
import { BusyButton } from "../shell/BusyButton";
import { Confirm } from "../shell/Confirm";
import classes from "./JobControls.module.css";

interface JobControlsProps {
  readonly state: StreamingState;
  cancel(): Promise<void>;
  retry(): Promise<void>;
}

/** What can be done about a job: cancel it while it runs, try it again where it did not come to its end. */
export function JobControls({ state, cancel, retry }: JobControlsProps) {
  const { status, revision, steps, finishedAt, connection } = state;
  // Asked for in this revision: the answer to a command says that it was taken, the stream what became of it.
  const [canceled, setCanceled] = useState<number | null>(null);
  if (finishedAt !== null) {
    return status === "completed" ? null : <Retry key={revision} retry={retry} />;
  }
  if (steps.length === 0 || connection.phase === "failed") {
    return null; // nothing is known of it yet, or nothing any more
  }
  return (
    <div className={classes.controls}>
      {canceled === revision ? (
        <p role="status">{job.cancel.asked}</p>
      ) : (
        <Confirm
          label={job.cancel.label}
          question={job.cancel.question}
          yes={job.cancel.yes}
          no={job.cancel.no}
          onYes={async () => {
            await cancel();
            setCanceled(revision);
          }}
        />
      )}
    </div>
  );
}

function Retry({ retry }: Pick<JobControlsProps, "retry">) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const again = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await retry(); // stays busy: the next revision takes this button away
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiError)) {
        throw error;
      }
      setFailed(sentenceOf(error.problem));
    }
  };
  return (
    <div className={classes.controls}>
      {failed ? (
        <p role="alert" className={classes.failed}>
          {failed}
        </p>
      ) : (
        <p>{job.retryHelp}</p>
      )}
      <BusyButton size="xs" busy={busy} onClick={again}>
        {job.retry}
      </BusyButton>
    </div>
  );
}
