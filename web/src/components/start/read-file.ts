import { start } from "../../texts/start";

const DOCUMENTS: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d], // %PDF-
  [0x50, 0x4b, 0x03, 0x04], // the archive that a Word file is
];

/** Tell whether a file is a PDF or Word file as far as its first bytes say: those are sent as they are. */
export async function isDocument(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  return DOCUMENTS.some((signature) => signature.every((byte, at) => head[at] === byte));
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
