import { useState, useSyncExternalStore } from "react";
import { formatAgo } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { Link } from "../../routing/Link";
import { eraseNow } from "../../services/erasing";
import { type RecentJob, recentJobs, watchRecentJobs } from "../../services/recent-jobs";
import { start } from "../../texts/start";
import { Confirm } from "../shell/Confirm";
import { Panel } from "../shell/Panel";
import classes from "./RecentJobs.module.css";

const MINUTE_MS = 60_000;

/** The last jobs of this browser: to open again, or to erase before their time is over. */
export function RecentJobs() {
  const jobs = useSyncExternalStore(watchRecentJobs, recentJobs);
  const [erased, setErased] = useState(false);
  const now = useNow(jobs.length > 0, MINUTE_MS);
  if (jobs.length === 0 && !erased) {
    return null;
  }
  const erase = async ({ jobId }: RecentJob) => {
    await eraseNow({ jobId });
    setErased(true);
  };
  return (
    <div className={classes.recent}>
      <Panel title={start.recent.title}>
        <p className={classes.lead}>{start.recent.lead}</p>
        <ul>
          {jobs.map((job) => {
            const when = formatAgo(now - job.startedAt);
            return (
              <li key={job.jobId} className={classes.job}>
                <span>
                  <Link to={`/jobs/${job.jobId}`}>{start.recent.open(when)}</Link>
                  <span className={classes.id}>{job.jobId.slice(0, 8)}</span>
                </span>
                <Confirm
                  label={start.recent.forget}
                  question={start.recent.question(when)}
                  yes={start.recent.yes}
                  no={start.recent.no}
                  onYes={() => erase(job)}
                />
              </li>
            );
          })}
        </ul>
        <p role="status">{erased && start.recent.erased}</p>
      </Panel>
    </div>
  );
}
