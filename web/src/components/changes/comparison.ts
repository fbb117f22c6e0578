/** How a change is best shown: as an order that changed, line by line, or as one text. */
export type Comparison =
  | { readonly kind: "order"; readonly items: readonly Placed[] }
  | {
      readonly kind: "lines";
      readonly pairs: readonly (readonly [before: string, after: string])[];
    }
  | { readonly kind: "text" };

/** An item at its new place, with the old one; both counted from 1. */
export interface Placed {
  readonly text: string;
  readonly place: number;
  readonly before: number;
}

/** Decide how to show the texts before and after. */
export function compare(before: string, after: string): Comparison {
  const left = linesOf(before);
  const right = linesOf(after);
  const items = reordered(left, right) ?? reordered(partsOf(left), partsOf(right));
  if (items) {
    return { kind: "order", items };
  }
  if (left.length > 1 && left.length === right.length) {
    return { kind: "lines", pairs: left.map((line, index) => [line, right[index] ?? ""]) };
  }
  return { kind: "text" };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** A single line that lists things, taken apart at its commas. */
function partsOf(lines: readonly string[]): readonly string[] {
  return lines.length === 1 ? (lines[0] ?? "").split(/,\s+/) : [];
}

/** The items at their new places, where they are the same ones in another order. */
function reordered(
  left: readonly string[],
  right: readonly string[],
): readonly Placed[] | undefined {
  if (left.length < 2 || left.length !== right.length) {
    return undefined;
  }
  const places = new Map<string, number[]>();
  for (const [index, text] of left.entries()) {
    places.set(text, [...(places.get(text) ?? []), index + 1]);
  }
  const items: Placed[] = [];
  for (const [index, text] of right.entries()) {
    const before = places.get(text)?.shift();
    if (before === undefined) {
      return undefined;
    }
    items.push({ text, place: index + 1, before });
  }
  return items.some(({ place, before }) => place !== before) ? items : undefined;
}
