import type { JobAddress } from "@resume-optimizer/client";
import { result } from "../../texts/result";
import { Panel } from "../shell/Panel";
import { EraseJob } from "./EraseJob";
import classes from "./Keeping.module.css";
import { ShareLink } from "./ShareLink";

interface KeepingProps {
  readonly job: JobAddress;
  readonly onErased: () => void;
}

/** Who can get at the job, and for how long. */
export function Keeping({ job, onErased }: KeepingProps) {
  return (
    <Panel title={result.share.title}>
      <div className={classes.keeping}>
        <ShareLink job={job} />
        <EraseJob job={job} onErased={onErased} />
      </div>
    </Panel>
  );
}
