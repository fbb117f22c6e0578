/** The part of Markdown that a résumé is written in: headings, lists, paragraphs, emphasis, links. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "paragraph"; readonly lines: readonly string[] };

/** A stretch of a line: plain, or set off. */
export interface Span {
  readonly kind: "text" | "strong" | "emphasis";
  readonly text: string;
}

/** Take a text apart into blocks. What is no Markdown that we know stands in a paragraph as it is. */
export function parseMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let items: string[] = [];
  let lines: string[] = [];
  const close = () => {
    if (items.length > 0) {
      blocks.push({ kind: "list", items });
    }
    if (lines.length > 0) {
      blocks.push({ kind: "paragraph", lines });
    }
    items = [];
    lines = [];
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^[-*+]\s+(.*)$/.exec(line);
    if (line === "") {
      close();
    } else if (heading) {
      close();
      const level = Math.min(heading[1]?.length ?? 1, 3) as 1 | 2 | 3;
      blocks.push({ kind: "heading", level, text: heading[2] ?? "" });
    } else if (item) {
      if (lines.length > 0) {
        close();
      }
      items.push(item[1] ?? "");
    } else if (items.length > 0 && /^\s/.test(raw)) {
      items.push(`${items.pop()} ${line}`);
    } else {
      if (items.length > 0) {
        close();
      }
      lines.push(line.replace(/\\$/, ""));
    }
  }
  close();
  return blocks;
}

/** Take a line apart into spans; a backslash makes the sign behind it an ordinary one. */
export function parseSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  const pattern = /\*\*((?:\\.|[^\\])+?)\*\*|(?<![\w\\])[*_]((?:\\.|[^\\*_])+?)[*_](?!\w)/g;
  let end = 0;
  for (const match of line.matchAll(pattern)) {
    if (match.index > end) {
      spans.push({ kind: "text", text: unescaped(line.slice(end, match.index)) });
    }
    const [whole, strong, emphasis] = match;
    spans.push(
      strong === undefined
        ? { kind: "emphasis", text: unescaped(emphasis ?? "") }
        : { kind: "strong", text: unescaped(strong) },
    );
    end = match.index + whole.length;
  }
  if (end < line.length) {
    spans.push({ kind: "text", text: unescaped(line.slice(end)) });
  }
  return spans;
}

function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
