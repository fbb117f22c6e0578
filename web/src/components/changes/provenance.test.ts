import { expect, it } from "vitest";
import { docOf, lineOf, patchOf, sectionOf } from "../../../test/documents";
import { sourceLinesOf } from "./provenance";

/** Lines 1 to 6 begin at 0, 5, 10, 15, 20, 25. */
const SOURCE = "aaaa\nbbbb\ncccc\ndddd\neeee\nffff";

const DATES = { raw: "", start_year: null, start_month: null, end_year: null, end_month: null };
const ENTRY = { org: null, title: null, location: null, spans: [] };
const DOC = docOf({
  sections: [
    sectionOf({
      id: "s1",
      entries: [
        {
          ...ENTRY,
          id: "e1",
          dates: {
            ...DATES,
            ongoing: false,
            precision: "year",
            span: { source: "resume", start: 6, end: 8 },
          },
          lines: [
            lineOf("b1", 10, 19, { facts: ["f1"] }),
            lineOf("b2", 20, 24, { facts: ["f2"], patches: ["p7"] }),
          ],
        },
      ],
    }),
    sectionOf({
      id: "s2",
      lines: [
        lineOf("b3", 25, 29, {
          patches: ["p5"],
          facts: ["f3", "f1"],
          spans: [
            { source: "resume", start: 25, end: 29 },
            { source: "resume", start: 10, end: 14 },
          ],
        }),
      ],
    }),
  ],
  derived: [
    {
      id: "derived:years",
      kind: "date",
      value: "9",
      span: { source: "resume", start: 0, end: 1 },
      entry_id: null,
      confidence: "high",
      recency: null,
      derived_from: ["f2"],
      formula: "years_of_experience",
    },
  ],
});

it.each([
  ["a reworded line stands where it stood", { path: "bullet:b1" }, [{ from: 3, to: 4 }]],
  ["and in one line where it took one", { path: "bullet:b3" }, [{ from: 6, to: 6 }]],
  [
    "a date stands at its own place",
    { op: "normalise_date", path: "entry:e1" },
    [{ from: 2, to: 2 }],
  ],
  ["so do all of a section", { op: "normalise_date", path: "section:s1" }, [{ from: 2, to: 2 }]],
  ["an order names the lines that it moved", { id: "p7", path: "entry:e1" }, [{ from: 5, to: 5 }]],
  [
    "a listed skill names the line that proves it",
    { id: "p5", path: "skills", sources: ["f1"] },
    [{ from: 3, to: 4 }],
  ],
  [
    "a computed fact names what it was computed from",
    { path: "summary", sources: ["derived:years"] },
    [{ from: 5, to: 5 }],
  ],
  ["an order of sections names none", { path: "document" }, []],
] as const)("%s", (_, changes, lines) => {
  const patch = patchOf(changes as Parameters<typeof patchOf>[0]);
  expect(sourceLinesOf(patch, DOC, SOURCE)).toEqual(lines);
});

it("counts characters, not halves of them", () => {
  const doc = docOf({ sections: [sectionOf({ lines: [lineOf("b1", 4, 8)] })] });
  expect(sourceLinesOf(patchOf({}), doc, "𝔸𝔹ℂ\nDDDD\nEEEE")).toEqual([{ from: 2, to: 2 }]);
});
