import type { Problem } from "@resume-optimizer/client";
import { useEffect } from "react";
import { Link } from "../../routing/Link";
import { forgetJob } from "../../services/recent-jobs";
import { common } from "../../texts/common";
import { job } from "../../texts/job";
import { sentenceOf } from "../../texts/problems";
import { Notice } from "../shell/Notice";

interface LostJobProps {
  readonly jobId: string;
  readonly problem: Problem | null;
}

/** Answers that say that there is no such job any more: what is gone is not listed as started here. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** A job that cannot be followed at all: unknown, erased, or without its token. */
export function LostJob({ jobId, problem }: LostJobProps) {
  const gone = problem !== null && GONE.has(problem.status);
  useEffect(() => {
    if (gone) {
      forgetJob(jobId);
    }
  }, [gone, jobId]);
  return (
    <Notice tone="error" title={job.lost} large>
      {problem && <p>{sentenceOf(problem)}</p>}
      <p>
        <Link to="/">{common.backToStart}</Link>
      </p>
    </Notice>
  );
}
