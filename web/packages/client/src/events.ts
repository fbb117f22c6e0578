import type { Event as KnownEvent, UnknownEvent } from "./generated/events";

export type { KnownEvent, UnknownEvent };

/** What a stream may carry: our types, and well-formed envelopes of types to come. */
export type AnyEvent = KnownEvent | UnknownEvent;

const KNOWN: Readonly<Record<KnownEvent["type"], true>> = {
  job_status: true,
  step_progress: true,
  insight_emitted: true,
  metric_update: true,
  validation_update: true,
  diff_chunk: true,
  error: true,
  heartbeat: true,
  done: true,
};

export function isKnown(event: AnyEvent): event is KnownEvent {
  return Object.hasOwn(KNOWN, event.type);
}

/** Read one data frame of the stream; undefined where it is no event's envelope. */
export function parseEvent(frame: string): AnyEvent | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return undefined;
  }
  return isEnvelope(parsed) ? parsed : undefined;
}

function isEnvelope(parsed: unknown): parsed is AnyEvent {
  return (
    typeof parsed === "object" &&
    parsed !== null &&
    "type" in parsed &&
    typeof parsed.type === "string" &&
    "data" in parsed &&
    typeof parsed.data === "object" &&
    parsed.data !== null
  );
}
