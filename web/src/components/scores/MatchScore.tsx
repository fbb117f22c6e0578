import { formatChange, formatNumber } from "../../lib/format";
import { job } from "../../texts/job";
import { Nothing, Panel } from "../shell/Panel";
import { Dimensions } from "./Dimensions";
import classes from "./MatchScore.module.css";
import { ScoreScale } from "./ScoreScale";

/** How well the résumé answers the posting, before and after, and what the score is made of. */
export function MatchScore({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) {
  const before = metrics.match_score_before;
  const after = metrics.match_score_after;
  return (
    <Panel title={job.match}>
      {before === undefined && after === undefined ? (
        <Nothing>{job.matchNone}</Nothing>
      ) : (
        <>
          <div className={classes.figures}>
            <dl className={classes.pair}>
              {before !== undefined && (
                <div className={classes.figure} data-faint={after !== undefined || undefined}>
                  <dt>{job.matchBefore}</dt>
                  <dd>{formatNumber(before)}</dd>
                </div>
              )}
              {after !== undefined && (
                <div className={classes.figure}>
                  <dt>{job.matchAfter}</dt>
                  <dd>{formatNumber(after)}</dd>
                </div>
              )}
            </dl>
            {before !== undefined && after !== undefined && (
              <p className={classes.lift} data-up={after > before || undefined}>
                {formatChange(after - before)}
              </p>
            )}
          </div>
          <ScoreScale before={before} after={after} />
          {before !== undefined && after === before && (
            <p className={classes.same}>{job.matchSame}</p>
          )}
        </>
      )}
      <Dimensions metrics={metrics} />
    </Panel>
  );
}
