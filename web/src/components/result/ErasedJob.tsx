import type { JobAddress } from "@resume-optimizer/client";
import { useEffect, useRef } from "react";
import { Link } from "../../routing/Link";
import { forgetDocuments } from "../../services/documents";
import { common } from "../../texts/common";
import { result } from "../../texts/result";
import { Notice } from "../shell/Notice";

/** In place of a job that was erased from here. */
export function ErasedJob({ job }: { readonly job: JobAddress }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // what was pressed for it is gone
  useEffect(() => {
    forgetDocuments(job);
    // The token leaves the address too: whoever reloads, or goes back to it, learns that the job is gone, and no more.
    window.history.replaceState(null, "", `/jobs/${job.jobId}`);
    document.title = common.product;
  }, [job]);
  return (
    <Notice tone="info" title={result.erased.title} large heading={heading}>
      <p role="status">{result.erased.text}</p>
      <p>
        <Link to="/">{common.backToStart}</Link>
      </p>
    </Notice>
  );
}
