import type { Problem } from "../problem";

/** Answers that no later try would change. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

/** The log is not the one that the cursor is of: its history begins again. */
export function isUnknownPosition({ code }: Problem): boolean {
  return code === "no_such_position";
}

export function isFinal({ status }: Problem): boolean {
  return FINAL.has(status);
}
