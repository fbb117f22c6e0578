import { useEffect } from "react";
import { common } from "../../texts/common";
import { job } from "../../texts/job";
import type { StreamingState } from "../../types/streaming";

/** The job's progress in the title, so that a tab in the background tells it too. */
export function useTitle({ status, progress, steps }: StreamingState): void {
  const running = status === "running" && steps.length > 0;
  const title = running
    ? `${progress} % · ${common.product}`
    : `${job.titles[status]} · ${common.product}`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = common.product;
    };
  }, [title]);
}
