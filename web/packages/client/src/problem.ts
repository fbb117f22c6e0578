/** An error answer of the API (RFC 9457), told by its stable `code`. */
export interface Problem {
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** A sentence for people. */
  readonly detail: string;
  /** The field of the request that was refused, where it was one. */
  readonly field?: string;
  /** Milliseconds, where the answer had a `Retry-After`. */
  readonly retryAfterMs?: number;
}

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** Read the problem out of an error answer, whatever stood in between us and the gateway. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => null);
  const fields: Record<string, unknown> = typeof body === "object" && body !== null ? body : {};
  const retryAfterMs = delayOf(response.headers.get("Retry-After"));
  return {
    status: response.status,
    code: text(fields.code) || `http_${response.status}`,
    title: text(fields.title) || response.statusText || `HTTP ${response.status}`,
    detail: text(fields.detail),
    ...(text(fields.field) ? { field: text(fields.field) } : {}),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
}

export function unreachable(): Problem {
  return { status: 0, code: "unreachable", title: "The server cannot be reached", detail: "" };
}

/** Read a `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). */
function delayOf(header: string | null): number | null {
  if (header === null || header.trim() === "") {
    return null;
  }
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
