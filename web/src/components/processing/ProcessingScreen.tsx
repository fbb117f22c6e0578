import { useProcessingJob } from "@resume-optimizer/react";
import { useMemo, useState } from "react";
import { startOf } from "../../services/last-start";
import { ChangeList } from "../changes/ChangeList";
import { Checklist } from "../checks/Checklist";
import { StepGraph } from "../graph/StepGraph";
import { InsightFeed } from "../insights/InsightFeed";
import { MetricsPanel } from "../metrics/MetricsPanel";
import { ErasedJob } from "../result/ErasedJob";
import { ResultPanel } from "../result/ResultPanel";
import { MatchScore } from "../scores/MatchScore";
import { KeptFocus } from "../shell/KeptFocus";
import { Announcer } from "./Announcer";
import { ConnectionNotice } from "./ConnectionNotice";
import { ErrorList } from "./ErrorList";
import { JobControls } from "./JobControls";
import { Keeping } from "./Keeping";
import { LostJob } from "./LostJob";
import { Masthead } from "./Masthead";
import classes from "./ProcessingScreen.module.css";
import { SourceRead } from "./SourceRead";
import { useTitle } from "./use-title";

/** Whether jobs are followed by their stream; if not, their snapshot is asked for every other second. */
export const USE_STREAMING = true;

interface ProcessingScreenProps {
  readonly jobId: string;
  readonly token: string | undefined;
  /** Whether the connection tells the console what it does. */
  readonly debug?: boolean;
}

/** A job as it happens, and as it ended: everything on it is a fold of the events that were published. */
export default function ProcessingScreen({ jobId, token, debug = false }: ProcessingScreenProps) {
  const job = useMemo(() => ({ jobId, token }), [jobId, token]);
  const [start] = useState(() => startOf(jobId));
  const processing = useProcessingJob(jobId, { token, debug, streaming: USE_STREAMING, start });
  const { cancel, retry, streamAgain, ...state } = processing;
  const [erased, setErased] = useState(false);
  useTitle(state);

  const { connection } = state;
  const ended = state.finishedAt !== null;
  const hasResult = ended || "resume.md" in state.artifacts;
  const opening = connection.phase === "connecting" && state.startedAt === null;
  if (erased) {
    return <ErasedJob job={job} />;
  }
  if (connection.phase === "failed" && state.steps.length === 0) {
    return <LostJob jobId={jobId} problem={connection.problem} />;
  }
  return (
    <div className={classes.screen}>
      <KeptFocus>
        <Masthead state={state}>
          <JobControls state={state} cancel={cancel} retry={retry} />
        </Masthead>
        <Announcer state={state} />
        <ConnectionNotice
          connection={connection}
          streaming={USE_STREAMING}
          streamAgain={streamAgain}
        />
      </KeptFocus>
      <ErrorList errors={state.errors} status={state.status} />
      <StepGraph steps={state.steps} />
      {opening ? (
        <div className={classes.opening} aria-hidden="true" />
      ) : (
        <>
          <ResultPanel job={job} state={processing} />
          {!hasResult && <SourceRead job={job} insights={state.insights} />}
          <div className={classes.columns}>
            <div className={classes.found}>
              <InsightFeed insights={state.insights} />
            </div>
            <div className={classes.made}>
              <ChangeList job={job} state={processing} />
            </div>
            <div className={classes.judged}>
              <MatchScore job={job} state={state} />
              <Checklist validations={state.validations} ended={ended} />
              <MetricsPanel state={state} />
            </div>
          </div>
          <Keeping job={job} finishedAt={state.finishedAt} onErased={() => setErased(true)} />
        </>
      )}
    </div>
  );
}
