import { Tooltip } from "@mantine/core";
import { formatDuration } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { job } from "../../texts/job";
import type { ConnectionStatus } from "../../types/streaming";
import classes from "./ConnectionBadge.module.css";

/** Below this, nobody sees that what is shown lies behind what happens. */
const NOTICEABLE_LAG_MS = 1000;

/** Whether what is seen is what is happening. */
export function ConnectionBadge({ connection }: { readonly connection: ConnectionStatus }) {
  const { phase, via } = connection;
  const now = useNow(connection.nextTryAt !== null);
  const details = detailsOf(connection, now);
  const help =
    phase === "live" && via === "tab"
      ? `${job.connectionHelp.live} ${job.viaTabHelp}`
      : job.connectionHelp[phase];
  return (
    <Tooltip label={help} multiline maw={280}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
      <span className={classes.badge} data-phase={phase} tabIndex={0}>
        <span className={classes.dot} />
        {/* A state to look up; what must be said aloud, the announcer says. */}
        <span role="status" aria-live="off">
          {job.connection[phase]}
        </span>
        {details.length > 0 && <span className={classes.detail}>{details.join(", ")}</span>}
      </span>
    </Tooltip>
  );
}

function detailsOf(connection: ConnectionStatus, now: number): readonly string[] {
  const { phase, attempt, nextTryAt, lagMs, via } = connection;
  const details: string[] = [];
  if (phase === "reconnecting" && attempt > 1) {
    details.push(job.attempt(attempt).toLowerCase());
  }
  if (phase === "reconnecting" && nextTryAt !== null && nextTryAt > now) {
    details.push(job.nextTry(Math.ceil((nextTryAt - now) / 1000)));
  }
  if (phase === "live" && via === "tab") {
    details.push(job.viaTab);
  }
  if (phase === "live" && lagMs !== null && lagMs >= NOTICEABLE_LAG_MS) {
    details.push(job.lag(formatDuration(lagMs)));
  }
  return details;
}
