const HEAD = 1024;
/** Control characters besides those that part lines and words. */
const CONTROL = /[^\P{Cc}\t\n\v\f\r]/u;
/** What only reads as text by its letters: RTF, and a page of HTML. */
const MARKUP = /^(?:\{\\rtf|\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b)/is;

/**
 * Read a file as text, to be seen and changed in its field: plain text in UTF-8.
 *
 * @returns Undefined where it is anything else: the server knows more kinds and encodings, or says why not.
 */
export async function plainText(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    const other = text.slice(0, HEAD).includes("%PDF-") || MARKUP.test(text) || CONTROL.test(text);
    return other ? undefined : text;
  } catch {
    return undefined;
  }
}
