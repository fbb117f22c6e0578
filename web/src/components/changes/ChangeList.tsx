import type { JobAddress } from "@resume-optimizer/client";
import { useState } from "react";
import { job as texts } from "../../texts/job";
import { spaced } from "../../texts/names";
import type { DiffView } from "../../types/streaming";
import { Nothing, Panel } from "../shell/Panel";
import { TextButton } from "../shell/TextButton";
import classes from "./ChangeList.module.css";
import { ChangeRow } from "./ChangeRow";

/** How many changes are seen without a click. */
const VISIBLE = 12;

interface ChangeListProps {
  readonly job: JobAddress;
  readonly diffs: readonly DiffView[];
  readonly ended: boolean;
}

/** The changes as they are made, by the section of the résumé that they stand in. */
export function ChangeList({ job, diffs, ended }: ChangeListProps) {
  const [all, showAll] = useState(false);
  const shown = all ? diffs : diffs.slice(0, VISIBLE);
  const sections = Map.groupBy(shown, (diff) => diff.section);
  return (
    <Panel title={texts.changes} aside={diffs.length > 0 ? diffs.length : undefined}>
      {diffs.length === 0 && <Nothing>{ended ? texts.changesNothing : texts.changesNone}</Nothing>}
      {[...sections].map(([section, changes]) => (
        <section key={section} className={classes.section}>
          <h3 className={classes.title}>{spaced(section)}</h3>
          <ul>
            {changes.map((diff) => (
              <ChangeRow key={diff.patch_id} job={job} diff={diff} />
            ))}
          </ul>
        </section>
      ))}
      {diffs.length > VISIBLE && (
        <div className={classes.more}>
          <TextButton aria-expanded={all} onClick={() => showAll(!all)}>
            {all ? texts.showFewer : texts.showAll(diffs.length)}
          </TextButton>
        </div>
      )}
    </Panel>
  );
}
