import { useEffect } from "react";
import { Link } from "../../routing/Link";
import { common } from "../../texts/common";
import { result } from "../../texts/result";
import { Notice } from "../shell/Notice";

/** In place of a job that was erased from here. */
export function ErasedJob({ jobId }: { readonly jobId: string }) {
  useEffect(() => {
    // The token leaves the address too: whoever reloads, or goes back to it, learns that the job is gone, and no more.
    window.history.replaceState(null, "", `/jobs/${jobId}`);
    document.title = common.product;
  }, [jobId]);
  return (
    <Notice tone="info" title={result.erase.gone} large>
      <p role="status">{result.erase.goneText}</p>
      <p>
        <Link to="/">{common.backToStart}</Link>
      </p>
    </Notice>
  );
}
