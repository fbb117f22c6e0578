import type { JobAddress } from "@resume-optimizer/client";
import { formatChange } from "../../lib/format";
import { job as texts } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";
import { Nothing, Panel } from "../shell/Panel";
import { Dimensions } from "./Dimensions";
import { MatchParts } from "./MatchParts";
import classes from "./MatchScore.module.css";
import { ScoreGauge } from "./ScoreGauge";

interface MatchScoreProps {
  readonly job: JobAddress;
  readonly state: Pick<StreamingState, "metrics" | "artifacts">;
}

/** How well the résumé answers the posting, before and after, and what the score is made of. */
export function MatchScore({ job, state: { metrics, artifacts } }: MatchScoreProps) {
  const before = metrics.match_score_before;
  const after = metrics.match_score_after;
  const change = before === undefined || after === undefined ? undefined : after - before;
  return (
    <Panel title={texts.match}>
      {before === undefined && after === undefined ? (
        <Nothing>{texts.matchNone}</Nothing>
      ) : (
        <div className={classes.figures}>
          <dl className={classes.pair}>
            {before !== undefined && (
              <ScoreGauge phase={texts.matchBefore} value={before} tone="plain" />
            )}
            {after !== undefined && (
              <ScoreGauge phase={texts.matchAfter} value={after} tone={toneOf(change)} />
            )}
          </dl>
          {change !== undefined && (
            <p className={classes.lift} data-up={change > 0 || undefined}>
              {formatChange(change)}
            </p>
          )}
        </div>
      )}
      {change === 0 && <p className={classes.same}>{texts.matchSame}</p>}
      <MatchParts job={job} artifact={artifacts.validation} />
      <Dimensions metrics={metrics} />
    </Panel>
  );
}

function toneOf(change: number | undefined): "plain" | "up" | "down" {
  if (change === undefined || change === 0) {
    return "plain";
  }
  return change > 0 ? "up" : "down";
}
