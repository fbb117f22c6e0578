import type { JobAddress } from "@resume-optimizer/client";
import { memo, useId, useState } from "react";
import { operationName } from "../../texts/names";
import type { DiffView } from "../../types/streaming";
import { Icon } from "../icons/Icon";
import { ChangeDetail } from "./ChangeDetail";
import classes from "./ChangeRow.module.css";

interface ChangeRowProps {
  readonly job: JobAddress;
  readonly diff: DiffView;
}

/** One change: what was done where; its words and its reason a click away. */
export const ChangeRow = memo(function ChangeRow({ job, diff }: ChangeRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className={classes.row} data-patch={diff.patch_id}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.what}>
          <span className={classes.operation}>{operationName(diff.op)}</span>
          <span className={classes.summary}>{diff.summary}</span>
        </span>
        <span className={classes.chevron}>
          <Icon name="chevron" />
        </span>
      </button>
      <div id={id} className={classes.detail} hidden={!open}>
        {open && <ChangeDetail job={job} diff={diff} />}
      </div>
    </li>
  );
});
