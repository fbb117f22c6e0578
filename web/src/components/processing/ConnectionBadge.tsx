import { Tooltip } from "@mantine/core";
import { useNow } from "../../lib/use-now";
import { job } from "../../texts/job";
import type { ConnectionStatus } from "../../types/streaming";
import classes from "./ConnectionBadge.module.css";

/** Whether what is seen is what is happening. */
export function ConnectionBadge({ connection }: { readonly connection: ConnectionStatus }) {
  const { phase, attempt, nextTryAt } = connection;
  const now = useNow(nextTryAt !== null);
  const details: string[] = [];
  if (phase === "reconnecting" && attempt > 1) {
    details.push(job.attempt(attempt).toLowerCase());
  }
  if (nextTryAt !== null && nextTryAt > now) {
    details.push(job.nextTry(Math.ceil((nextTryAt - now) / 1000)));
  }
  return (
    <Tooltip label={job.connectionHelp[phase]} multiline maw={280}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
      <span className={classes.badge} data-phase={phase} tabIndex={0}>
        <span className={classes.dot} />
        <span role="status">{job.connection[phase]}</span>
        {details.length > 0 && <span className={classes.detail}>{details.join(", ")}</span>}
      </span>
    </Tooltip>
  );
}
