import type { JobAddress } from "@resume-optimizer/client";
import { useId } from "react";
import { operationName } from "../../texts/names";
import { Icon } from "../icons/Icon";
import { ChangeChoice } from "./ChangeChoice";
import { ChangeDetail } from "./ChangeDetail";
import classes from "./ChangeRow.module.css";
import type { DiffStyle } from "./ChangeWords";
import type { Change } from "./changes";
import type { Wishes } from "./use-wishes";
import type { Sources } from "./use-words";

interface ChangeRowProps {
  readonly job: JobAddress;
  readonly change: Change;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly diffStyle: DiffStyle;
  readonly sources: Sources;
  /** Left out where nothing can be wished: before the first end, and for what a gate refused. */
  readonly wishes?: Wishes | undefined;
}

/** One change: what was done where; its words, its reason and its source a click away. */
export function ChangeRow(props: ChangeRowProps) {
  const { job, change, open, onToggle, diffStyle, sources, wishes } = props;
  const id = useId();
  const wish = change.patch && wishes?.of(change.patch);
  const rejected = wish ? wish.wanted === "rejected" : change.standing === "rejected";
  return (
    <li className={classes.row} data-patch={change.id} data-rejected={rejected || undefined}>
      <div className={classes.line}>
        <button
          type="button"
          className={classes.head}
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
        >
          <span className={classes.chevron}>
            <Icon name="chevron" />
          </span>
          <span className={classes.what}>
            <span className={classes.operation}>{operationName(change.op)}</span>
            <span className={classes.summary}>{change.summary}</span>
          </span>
        </button>
        {change.patch && wishes && (
          <ChangeChoice change={change} patch={change.patch} wishes={wishes} />
        )}
      </div>
      <div id={id} className={classes.detail} hidden={!open}>
        {open && <ChangeDetail job={job} change={change} diffStyle={diffStyle} sources={sources} />}
      </div>
    </li>
  );
}
