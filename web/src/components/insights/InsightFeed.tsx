import { useState } from "react";
import { job } from "../../texts/job";
import type { InsightView } from "../../types/streaming";
import { Nothing, Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import classes from "./InsightFeed.module.css";
import { InsightRow } from "./InsightRow";

/** How many insights are seen without a click. */
export const VISIBLE = 4;

/** What the agents found out, newest first: four of them, the rest a click away. */
export function InsightFeed({ insights }: { readonly insights: readonly InsightView[] }) {
  const [all, showAll] = useState(false);
  const newestFirst = insights.toReversed();
  const shown = all ? newestFirst : newestFirst.slice(0, VISIBLE);
  return (
    <Panel title={job.insights} aside={insights.length > 0 ? insights.length : undefined}>
      {insights.length === 0 && <Nothing>{job.insightsNone}</Nothing>}
      {/* What is new is told when there is a pause; a list that was opened to read does not talk. */}
      <ol className={classes.list} aria-live={all ? "off" : "polite"} aria-relevant="additions">
        {shown.map((insight) => (
          <InsightRow key={insight.id} insight={insight} />
        ))}
      </ol>
      {insights.length > VISIBLE && (
        <div className={classes.more}>
          <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? job.showFewer : job.showAll(insights.length)}
          </TextButton>
        </div>
      )}
    </Panel>
  );
}
