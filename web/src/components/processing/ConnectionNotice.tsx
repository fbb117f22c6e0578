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
      <WayBack
        title={job.lastResort.title}
        text={job.lastResort[lastResort]}
        label={job.disconnected.now}
        take={streamAgain}
      />
    );
  }
  if (phase === "fallback" && !streaming) {
    return <Notice tone="info" title={job.fallback.off} />;
  }
  if (phase === "fallback") {
    return (
      <WayBack
        title={job.fallback.title}
        text={job.fallback.text}
        label={job.fallback.again}
        take={streamAgain}
      />
    );
  }
  if (phase === "reconnecting" && attempt >= LOST_AFTER) {
    return (
      <WayBack
        title={job.disconnected.title}
        text={job.disconnected.text}
        label={job.disconnected.now}
        take={streamAgain}
      />
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

interface WayBackProps {
  readonly title: string;
  readonly text: string;
  /** What is pressed for it. */
  readonly label: string;
  take(): void;
}

/** Why the job is not seen live, and the button that tries that again. */
function WayBack({ title, text, label, take }: WayBackProps) {
  return (
    <Notice tone="warning" title={title}>
      <p>{text}</p>
      <p>
        <Button size="xs" variant="default" onClick={take}>
          {label}
        </Button>
      </p>
    </Notice>
  );
}
