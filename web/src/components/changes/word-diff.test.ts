import fc from "fast-check";
import { expect, it } from "vitest";
import { wordDiff } from "./word-diff";

function side(stretches: ReturnType<typeof wordDiff>, without: string): string {
  return stretches
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");
}

it("marks the words that differ, and no others", () => {
  expect(wordDiff("Responsible for managing a ward", "Managed a ward")).toEqual([
    { kind: "removed", text: "Responsible for managing " },
    { kind: "added", text: "Managed " },
    { kind: "same", text: "a ward" },
  ]);
  expect(wordDiff("the same", "the same")).toEqual([{ kind: "same", text: "the same" }]);
  expect(wordDiff("", "")).toEqual([]);
});

it("loses nothing of either text", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "ward", " ", "\n", "  "), { maxLength: 30 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = wordDiff(before, after);
      expect(side(stretches, "added")).toBe(before);
      expect(side(stretches, "removed")).toBe(after);
    }),
  );
});

it("gives both texts whole where comparing them would take too long", () => {
  const long = "word ".repeat(3000);
  expect(wordDiff(long, `${long}more`).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});
