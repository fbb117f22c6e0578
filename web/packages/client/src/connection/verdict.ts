import type { Problem } from "../problem";

/** Answers of the server that no later try would change. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

/** The log is not the one that the cursor is of: its history begins again. */
export function isUnknownPosition({ code }: Problem): boolean {
  return code === "no_such_position";
}

/** What has no `code` of the API is somebody else's answer, as that of a proxy that blocks an address: it may pass others. */
export function isFinal({ status, code }: Problem): boolean {
  return FINAL.has(status) && code !== `http_${status}`;
}
