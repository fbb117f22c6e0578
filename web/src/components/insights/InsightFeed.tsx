import { VISIBLE_INSIGHTS, visibleInsights } from "@resume-optimizer/client";
import { useState } from "react";
import { job } from "../../texts/job";
import type { InsightView } from "../../types/streaming";
import { Nothing, Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import classes from "./InsightFeed.module.css";
import { InsightRow } from "./InsightRow";

/** What the agents found out, newest first: four of them, the rest a click away. */
export function InsightFeed({ insights }: { readonly insights: readonly InsightView[] }) {
  const [all, showAll] = useState(false);
  const shown = all ? insights.toReversed() : visibleInsights(insights);
  return (
    <Panel title={job.insights} aside={insights.length > 0 ? insights.length : undefined}>
      {insights.length === 0 && <Nothing>{job.insightsNone}</Nothing>}
      {/* Not live: dozens come within seconds. What must be said aloud, the announcer says. */}
      <ol className={classes.list}>
        {shown.map((insight) => (
          <InsightRow key={insight.id} insight={insight} />
        ))}
      </ol>
      {insights.length > VISIBLE_INSIGHTS && (
        <div className={classes.more}>
          <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? job.showFewer : job.showAll(insights.length)}
          </TextButton>
        </div>
      )}
    </Panel>
  );
}
