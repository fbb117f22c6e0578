import { VisuallyHidden } from "@mantine/core";
import type { StreamingState } from "../../types/streaming";
import { announcementOf } from "./announcement";

/** The one place that speaks by itself to who listens: politely, and at milestones only. */
export function Announcer({ state }: { readonly state: StreamingState }) {
  return (
    <VisuallyHidden>
      <p aria-live="polite">{announcementOf(state)}</p>
    </VisuallyHidden>
  );
}
