import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMarkdown, parseSpans } from "./markdown";

describe("blocks", () => {
  it("are headings, lists and paragraphs", () => {
    expect(
      parseMarkdown(
        "# Jane Doe\njane@example.org\\\nCardiff\n\n## Experience\n### Nurse\n- One\n- Two\n  goes on\n\nEnd",
      ),
    ).toEqual([
      { kind: "heading", level: 1, text: "Jane Doe" },
      { kind: "paragraph", lines: ["jane@example.org", "Cardiff"] },
      { kind: "heading", level: 2, text: "Experience" },
      { kind: "heading", level: 3, text: "Nurse" },
      { kind: "list", items: ["One", "Two goes on"] },
      { kind: "paragraph", lines: ["End"] },
    ]);
  });

  it("lose no word, whatever the text is", () => {
    const line = fc.array(fc.constantFrom("a", "word", "- ", "# ", "**", " ", "\n", "\n\n", "  "), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(line, (parts) => {
        const text = parts.join("");
        const kept = JSON.stringify(parseMarkdown(text));
        const count = (haystack: string) => haystack.match(/word/g)?.length ?? 0;
        expect(count(kept)).toBe(count(text));
      }),
    );
  });
});

describe("spans", () => {
  it("are strong, emphasised or plain", () => {
    expect(parseSpans("**BSc**, *2014* and _now_")).toEqual([
      { kind: "strong", text: "BSc" },
      { kind: "text", text: ", " },
      { kind: "emphasis", text: "2014" },
      { kind: "text", text: " and " },
      { kind: "emphasis", text: "now" },
    ]);
  });

  it("leave signs alone that are escaped or belong to a word", () => {
    expect(parseSpans("C\\# and 5 \\* 3, snake_case_name")).toEqual([
      { kind: "text", text: "C# and 5 * 3, snake_case_name" },
    ]);
  });
});
