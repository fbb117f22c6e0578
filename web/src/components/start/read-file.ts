import { start } from "../../texts/start";

const HEAD = 1024;
const ARCHIVE = "PK\u0003\u0004";
const OLD_OFFICE = "\u00d0\u00cf\u0011\u00e0"; // what Office puts a document with a password into, too

/** Tell whether a file is a PDF or Word file as far as its beginning says: the server reads those, or says why not. */
export async function isDocument(file: File): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const head = String.fromCharCode(...bytes);
  return head.includes("%PDF-") || head.startsWith(ARCHIVE) || head.startsWith(OLD_OFFICE);
}

export class UnreadableFileError extends Error {}

/**
 * Read a dropped file as text.
 *
 * @param limit Bytes.
 * @throws UnreadableFileError It is too large, or its bytes are no UTF-8 text; the message is for people.
 */
export async function readTextFile(file: File, limit: number): Promise<string> {
  if (file.size > limit) {
    throw new UnreadableFileError(start.tooBig(file.name, limit));
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
