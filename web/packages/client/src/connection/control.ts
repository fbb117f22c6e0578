/** Frames of `event: control`: about the stream, never about the job. */
export type ControlFrame =
  | { readonly type: "caught_up"; readonly seq: number }
  | { readonly type: "reset"; readonly reason: string; readonly first: number }
  | { readonly type: "drain"; readonly retry_ms: number }
  | { readonly type: "expired" };

const TYPES: ReadonlySet<string> = new Set(["caught_up", "reset", "drain", "expired"]);

/** Read a control frame; undefined for one that a newer gateway may send. */
export function parseControl(frame: string): ControlFrame | undefined {
  try {
    const parsed: unknown = JSON.parse(frame);
    const known =
      typeof parsed === "object" &&
      parsed !== null &&
      "type" in parsed &&
      TYPES.has(String(parsed.type));
    return known ? (parsed as ControlFrame) : undefined;
  } catch {
    return undefined;
  }
}
