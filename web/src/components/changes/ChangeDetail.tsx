import { Skeleton } from "@mantine/core";
import type { JobAddress } from "@resume-optimizer/client";
import type { ReactNode } from "react";
import { useHeld } from "../../lib/use-held";
import { job as jobTexts } from "../../texts/job";
import { result, writerOf } from "../../texts/result";
import { TextButton } from "../shell/TextButton";
import classes from "./ChangeDetail.module.css";
import { ChangeWords, type DiffStyle } from "./ChangeWords";
import type { Change } from "./changes";
import { SourceLinks } from "./SourceLinks";
import { type Sources, useWords } from "./use-words";

const texts = result.changes;

interface ChangeDetailProps {
  readonly job: JobAddress;
  readonly change: Change;
  readonly diffStyle: DiffStyle;
  readonly sources: Sources;
}

/** The words before and after, why they were changed, what that serves, where it comes from and who wrote it. */
export function ChangeDetail({ job, change, diffStyle, sources }: ChangeDetailProps) {
  const loaded = useWords(job, change, sources);
  const words = useHeld(loaded.value);
  if (loaded.state === "failed") {
    return (
      <p className={classes.failed} role="alert">
        {jobTexts.notFound} <TextButton onClick={loaded.retry}>{texts.tryAgain}</TextButton>
      </p>
    );
  }
  if (!words) {
    return <Skeleton height={72} radius="sm" />;
  }
  const { patch, serves, lines } = words;
  const { declined } = patch;
  return (
    <div className={classes.detail}>
      <ChangeWords before={patch.before} after={patch.after} diffStyle={diffStyle} />
      <dl className={classes.facts}>
        {change.reason && <Fact name={texts.reason}>{change.reason}</Fact>}
        {patch.rationale && <Fact name={texts.why}>{patch.rationale}</Fact>}
        {serves.length > 0 && <Fact name={texts.serves}>{serves.join(" · ")}</Fact>}
        {lines.length > 0 && (
          <Fact name={texts.source}>
            <SourceLinks job={job} lines={lines} linked={sources.shown} />
          </Fact>
        )}
        <Fact name={texts.writer}>{writerOf(patch.engine)}</Fact>
        {declined && (
          <Fact name={texts.declined}>
            {texts.declinedWords(writerOf(declined.engine), declined.reason)}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
