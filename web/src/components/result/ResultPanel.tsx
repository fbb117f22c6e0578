import { Skeleton } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { job as texts } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";
import { Notice } from "../shell/Notice";
import { Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import { Downloads } from "./Downloads";
import { Questions } from "./Questions";
import { SideBySide } from "./SideBySide";
import { useResult } from "./use-result";

interface ResultPanelProps {
  readonly job: JobAddress;
  readonly state: StreamingState;
}

/** What the job handed over: the tailored résumé beside the original, to read and to take along. */
export function ResultPanel({ job, state }: ResultPanelProps) {
  const result = useResult(job, state);
  if (result.state === "failed") {
    return (
      <Notice tone="warning" title={texts.resultFailed}>
        <p>
          <TextButton onClick={result.retry}>{texts.tryAgain}</TextButton>
        </p>
      </Notice>
    );
  }
  if (result.state !== "ready") {
    return <Skeleton height={320} radius="lg" />;
  }
  const { tailored, original, questions } = result.value;
  if (tailored === null) {
    return null; // it did not come that far: what went wrong is said above
  }
  return (
    <>
      <Panel
        title={texts.result}
        aside={<Downloads job={job} names={Object.keys(state.artifacts)} />}
      >
        {state.status !== "completed" && <Notice tone="warning" title={texts.unpolished} />}
        <SideBySide tailored={tailored} original={original} />
      </Panel>
      <Questions questions={questions} />
    </>
  );
}
