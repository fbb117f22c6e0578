import { useProcessingJob } from "@resume-optimizer/react";
import { useMemo } from "react";
import { ChangeList } from "../changes/ChangeList";
import { Checklist } from "../checks/Checklist";
import { StepGraph } from "../graph/StepGraph";
import { InsightFeed } from "../insights/InsightFeed";
import { ResultPanel } from "../result/ResultPanel";
import { MatchScore } from "../scores/MatchScore";
import { Numbers } from "../scores/Numbers";
import { ErrorList } from "./ErrorList";
import { LostJob } from "./LostJob";
import { Masthead } from "./Masthead";
import classes from "./ProcessingScreen.module.css";
import { useTitle } from "./use-title";

interface ProcessingScreenProps {
  readonly jobId: string;
  readonly token: string | undefined;
}

/** A job as it happens, and as it ended: everything on it is a fold of the events that were published. */
export default function ProcessingScreen({ jobId, token }: ProcessingScreenProps) {
  const job = useMemo(() => ({ jobId, token }), [jobId, token]);
  const state = useProcessingJob(jobId, { token });
  useTitle(state);

  const { connection } = state;
  const ended = state.finishedAt !== null;
  if (connection.phase === "failed" && state.steps.length === 0) {
    return <LostJob problem={connection.problem} />;
  }
  return (
    <div className={classes.screen}>
      <Masthead state={state} />
      <ErrorList errors={state.errors} ended={ended} />
      <StepGraph steps={state.steps} />
      {ended && <ResultPanel job={job} state={state} />}
      <div className={classes.columns}>
        <div className={classes.wide}>
          <InsightFeed insights={state.insights} />
          <ChangeList job={job} diffs={state.diffs} ended={ended} />
          <Numbers metrics={state.metrics} />
        </div>
        <div className={classes.narrow}>
          <MatchScore metrics={state.metrics} />
          <Checklist validations={state.validations} />
        </div>
      </div>
    </div>
  );
}
