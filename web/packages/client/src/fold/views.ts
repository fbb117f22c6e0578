import type {
  DiffChunkEvent,
  ErrorEvent,
  InsightEvent,
  ValidationUpdateEvent,
} from "../generated/events";
import type { DiffView, ErrorView, InsightView, ValidationView } from "../generated/state";
import { present } from "./present";

export function insightView(seq: number, event: InsightEvent): InsightView {
  const { id, category, importance, message, step, ref } = event.data;
  return present({
    seq,
    timestamp: event.timestamp,
    id,
    category,
    importance,
    message,
    step: step || event.step,
    ref,
  });
}

export function validationView(event: ValidationUpdateEvent): ValidationView {
  const { rule_id, severity, phase, status, message, section, ref } = event.data;
  return present({ rule_id, severity, phase, status, message, section, ref });
}

export function diffView(seq: number, event: DiffChunkEvent): DiffView {
  const { patch_id, section, op, summary, ref } = event.data;
  return { seq, patch_id, section, op, summary, ref };
}

export function errorView(seq: number, event: ErrorEvent): ErrorView {
  const { code, message, retryable, step, attempt, next_try_sec } = event.data;
  const { timestamp } = event;
  return present({ seq, timestamp, code, message, retryable, step, attempt, next_try_sec });
}
