import type { JobAddress } from "@resume-optimizer/client";
import { formatSpan } from "../../lib/format";
import { eraseNow } from "../../services/erasing";
import { job as texts } from "../../texts/job";
import { Confirm } from "../shell/Confirm";
import { useStartLimits } from "../shell/start-limits";
import classes from "./Keeping.module.css";

const WHEN = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });

interface KeepingProps {
  readonly job: JobAddress;
  readonly finishedAt: string | null;
  /** Called once nothing of the job is left. */
  readonly onErased: () => void;
}

/** When the job will be erased, and the way to have that now. */
export function Keeping({ job, finishedAt, onErased }: KeepingProps) {
  const { retention_sec } = useStartLimits();
  return (
    <section className={classes.keeping} aria-label={texts.keeping.title}>
      <p>{sentenceFor(retention_sec, finishedAt)}</p>
      <Confirm
        label={texts.keeping.label}
        question={texts.keeping.question}
        yes={texts.keeping.yes}
        no={texts.keeping.no}
        onYes={async () => {
          await eraseNow(job);
          onErased();
        }}
      />
    </section>
  );
}

function sentenceFor(retentionSec: number | null, finishedAt: string | null): string {
  if (retentionSec === null) {
    return texts.keeping.unknown;
  }
  if (finishedAt === null) {
    return texts.keeping.running(formatSpan(retentionSec));
  }
  return texts.keeping.until(WHEN.format(Date.parse(finishedAt) + retentionSec * 1000));
}
