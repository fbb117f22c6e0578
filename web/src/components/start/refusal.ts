import type { Problem } from "@resume-optimizer/client";
import { start } from "../../texts/start";

/** Say why the server refused what stands in a field: in our words where we have some, else in its own as a sentence. */
export function refusalOf({ code, detail, title }: Problem): string {
  const said = (detail || title).replace(/\.$/, "");
  return start.refused[code] ?? `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
