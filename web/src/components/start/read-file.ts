import { start } from "../../texts/start";
import { LIMITS } from "./limits";

export class UnreadableFileError extends Error {}

/**
 * Read a dropped file as text.
 *
 * @throws UnreadableFileError It is too large, or its bytes are no UTF-8 text; the message is for people.
 */
export async function readTextFile(file: File): Promise<string> {
  if (file.size > LIMITS.file) {
    throw new UnreadableFileError(start.tooBig(file.name));
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (text.includes("\0")) {
      throw new UnreadableFileError(start.notText(file.name));
    }
    return text;
  } catch {
    throw new UnreadableFileError(start.notText(file.name));
  }
}
