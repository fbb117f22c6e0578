import { Skeleton } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import { job as texts } from "../../texts/job";
import type { DiffView } from "../../types/streaming";
import { TextButton } from "../shell/TextButton";
import classes from "./ChangeDetail.module.css";
import { ChangeWords } from "./ChangeWords";
import { usePatch } from "./use-patch";

interface ChangeDetailProps {
  readonly job: JobAddress;
  readonly diff: DiffView;
}

/** The words before and after, why they were changed, and which requirement that serves. */
export function ChangeDetail({ job, diff }: ChangeDetailProps) {
  const loaded = usePatch(job, diff, true);
  if (loaded.state === "failed") {
    return (
      <p className={classes.failed} role="alert">
        {texts.notFound} <TextButton onClick={loaded.retry}>{texts.tryAgain}</TextButton>
      </p>
    );
  }
  if (loaded.state !== "ready") {
    return <Skeleton height={72} radius="sm" />;
  }
  const { patch, serves } = loaded.value;
  return (
    <div className={classes.detail}>
      <ChangeWords before={patch.before} after={patch.after} />
      <dl className={classes.facts}>
        {patch.rationale && (
          <div>
            <dt>{texts.why}</dt>
            <dd>{patch.rationale}</dd>
          </div>
        )}
        {serves.length > 0 && (
          <div>
            <dt>{texts.serves}</dt>
            <dd>{serves.join(" · ")}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
