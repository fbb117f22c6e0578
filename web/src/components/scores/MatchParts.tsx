import type { JobAddress, Validation } from "@resume-optimizer/client";
import { formatNumber } from "../../lib/format";
import { useLoaded } from "../../lib/use-loaded";
import { loadDocument } from "../../services/documents";
import { job as texts } from "../../texts/job";
import { spaced } from "../../texts/names";
import classes from "./Dimensions.module.css";

interface MatchPartsProps {
  readonly job: JobAddress;
  /** The ref of the validation, which has the parts on both texts; undefined until the job has made it. */
  readonly artifact: string | undefined;
}

/** The parts that both match scores are made of, before and after on one scale. */
export function MatchParts({ job, artifact }: MatchPartsProps) {
  const validation = useLoaded(
    artifact === undefined ? null : () => loadDocument<Validation>(job, artifact),
    [artifact],
  );
  if (validation.state !== "ready") {
    return null; // the scores themselves are there: what they are made of comes along when it can
  }
  const { match_before, match_after } = validation.value;
  const names = Object.keys({ ...match_before.parts, ...match_after.parts });
  return (
    <dl className={classes.list} aria-label={texts.matchParts}>
      {names.map((name) => {
        const after = match_after.parts[name] ?? 0;
        const before = match_before.parts[name] ?? after;
        return (
          <div key={name} className={classes.row} data-pair="true">
            <dt>{texts.parts[name] ?? spaced(name)}</dt>
            <dd>
              {formatNumber(before) === formatNumber(after)
                ? formatNumber(after)
                : texts.partChanged(formatNumber(before), formatNumber(after))}
            </dd>
            <div className={classes.bar} aria-hidden="true">
              <div className={classes.fill} style={{ width: `${after}%` }} />
              <div className={classes.mark} style={{ left: `${before}%` }} />
            </div>
          </div>
        );
      })}
    </dl>
  );
}
