import type { Problem } from "@resume-optimizer/client";
import { Link } from "../../routing/Link";
import { common } from "../../texts/common";
import { job } from "../../texts/job";
import { sentenceOf } from "../../texts/problems";
import { Notice } from "../shell/Notice";

/** A job that cannot be followed at all: unknown, erased, or without its token. */
export function LostJob({ problem }: { readonly problem: Problem | null }) {
  return (
    <Notice tone="error" title={job.lost} large>
      {problem && <p>{sentenceOf(problem)}</p>}
      <p>
        <Link to="/">{common.backToStart}</Link>
      </p>
    </Notice>
  );
}
