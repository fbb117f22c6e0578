import { CATEGORIES } from "@resume-optimizer/client";
import { memo } from "react";
import { job } from "../../texts/job";
import { spaced, stepName } from "../../texts/names";
import type { InsightView } from "../../types/streaming";
import classes from "./InsightRow.module.css";

/** One insight with its category, whose name and tone come from the catalogue. */
export const InsightRow = memo(function InsightRow({ insight }: { readonly insight: InsightView }) {
  const category = CATEGORIES[insight.category];
  return (
    <li
      className={classes.row}
      data-kind={category?.kind ?? "info"}
      data-importance={insight.importance}
    >
      <p className={classes.meta}>
        <span className={classes.category}>{category?.label ?? spaced(insight.category)}</span>
        {insight.importance === "high" && (
          <span className={classes.important}>{job.important}</span>
        )}
        {insight.step && <span className={classes.step}>{stepName(insight.step)}</span>}
      </p>
      <p className={classes.message}>{insight.message}</p>
    </li>
  );
});
