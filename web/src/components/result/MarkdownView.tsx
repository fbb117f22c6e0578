import { useMemo } from "react";
import classes from "./Document.module.css";
import { type Block, parseMarkdown, parseSpans } from "./markdown";

/** A résumé in Markdown, set as a document: the one thing that is printed of a page (`theme/print.css`). */
export function MarkdownView({ text }: { readonly text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <article className={classes.document} data-print="alone">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text is parsed as a whole, its blocks have no other name
        <BlockView key={index} block={block} />
      ))}
    </article>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading": {
      // The page has its own first two levels above.
      const Heading = (["h3", "h4", "h5"] as const)[block.level - 1] ?? "h5";
      return (
        <Heading className={classes.heading} data-level={block.level}>
          <Line text={block.text} />
        </Heading>
      );
    }
    case "list":
      return (
        <ul className={classes.list}>
          {keyed(block.items).map(([key, item]) => (
            <li key={key}>
              <Line text={item} />
            </li>
          ))}
        </ul>
      );
    case "paragraph":
      return (
        <p>
          {keyed(block.lines).map(([key, line], index) => (
            <span key={key}>
              {index > 0 && <br />}
              <Line text={line} />
            </span>
          ))}
        </p>
      );
  }
}

function Line({ text }: { readonly text: string }) {
  return keyed(parseSpans(text)).map(([key, span]) => {
    if (span.kind === "strong") {
      return <strong key={key}>{span.text}</strong>;
    }
    return span.kind === "emphasis" ? <em key={key}>{span.text}</em> : span.text;
  });
}

function keyed<T>(items: readonly T[]): readonly (readonly [number, T])[] {
  return items.map((item, index) => [index, item] as const);
}
