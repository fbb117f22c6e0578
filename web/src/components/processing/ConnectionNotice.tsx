import { Button } from "@mantine/core";
import { Link } from "../../routing/Link";
import { common } from "../../texts/common";
import { job } from "../../texts/job";
import { sentenceOf } from "../../texts/problems";
import type { ConnectionStatus } from "../../types/streaming";
import { Notice } from "../shell/Notice";

/** So many tries in a row have failed: more than what a restart of the server or a change of the network costs. */
const LOST_AFTER = 3;

interface ConnectionNoticeProps {
  readonly connection: ConnectionStatus;
  /** Whether a stream is wanted at all (`USE_STREAMING`). */
  readonly streaming: boolean;
  streamAgain(): void;
}

/** What the badge is too small for: that the job is not seen live, why, and the way back. */
export function ConnectionNotice({ connection, streaming, streamAgain }: ConnectionNoticeProps) {
  const { phase, attempt, problem, lastResort } = connection;
  if (lastResort !== null) {
    return (
      <Notice tone="warning" title={job.lastResort.title}>
        <p>{job.lastResort[lastResort]}</p>
        <p>
          <Button size="xs" variant="default" onClick={streamAgain}>
            {job.disconnected.now}
          </Button>
        </p>
      </Notice>
    );
  }
  if (phase === "fallback" && !streaming) {
    return <Notice tone="info" title={job.fallback.off} />;
  }
  if (phase === "fallback") {
    return (
      <Notice tone="warning" title={job.fallback.title}>
        <p>{job.fallback.text}</p>
        <p>
          <Button size="xs" variant="default" onClick={streamAgain}>
            {job.fallback.again}
          </Button>
        </p>
      </Notice>
    );
  }
  if (phase === "reconnecting" && attempt >= LOST_AFTER) {
    return (
      <Notice tone="warning" title={job.disconnected.title}>
        <p>{job.disconnected.text}</p>
        <p>
          <Button size="xs" variant="default" onClick={streamAgain}>
            {job.disconnected.now}
          </Button>
        </p>
      </Notice>
    );
  }
  if (phase === "failed") {
    return (
      <Notice tone="error" title={job.gone.title}>
        {problem && <p>{sentenceOf(problem)}</p>}
        <p>
          {job.gone.text} <Link to="/">{common.backToStart}</Link>
        </p>
      </Notice>
    );
  }
  return null;
}
