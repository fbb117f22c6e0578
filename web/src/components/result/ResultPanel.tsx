import { Skeleton } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { job as jobTexts } from "../../texts/job";
import { result as texts } from "../../texts/result";
import type { FollowedState } from "../changes/use-revision";
import { Notice } from "../shell/Notice";
import { Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import { Downloads } from "./Downloads";
import { Questions } from "./Questions";
import classes from "./ResultPanel.module.css";
import { ShareLink } from "./ShareLink";
import { SideBySide } from "./SideBySide";
import { useResult } from "./use-result";

interface ResultPanelProps {
  readonly job: JobAddress;
  readonly state: FollowedState;
}

/**
 * What the job handed over: the tailored résumé beside the original, to read and to take along; what is left to ask;
 * and the job's link. It is there from the first end of the job on, and stays while it runs again.
 */
export function ResultPanel({ job, state }: ResultPanelProps) {
  const { value, failed, retry } = useResult(job, state);
  const ended = state.finishedAt !== null;
  if (!ended && !value) {
    return null;
  }
  return (
    <>
      {failed && (
        <Notice tone="warning" title={jobTexts.resultFailed}>
          <p>
            <TextButton onClick={retry}>{jobTexts.tryAgain}</TextButton>
          </p>
        </Notice>
      )}
      {!value && !failed && <Skeleton className={classes.loading ?? ""} radius="lg" />}
      {value?.tailored && (
        <Panel
          title={jobTexts.result}
          aside={<Downloads job={job} names={Object.keys(state.artifacts)} />}
        >
          {ended && state.status !== "completed" && (
            <Notice tone="warning" title={jobTexts.unpolished} />
          )}
          <SideBySide
            job={job}
            tailored={value.tailored}
            original={value.original}
            standing={ended ? undefined : texts.renewing(state.revision, value.revision)}
          />
        </Panel>
      )}
      {value && <Questions job={job} state={state} result={value} />}
      {(value || failed) && <ShareLink job={job} />}
    </>
  );
}
