/** A stretch of words that both texts have, or only one. */
export interface Stretch {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Above this many comparisons the texts are shown as a whole each: a page must not freeze over a diff. */
const LIMIT = 4_000_000;

/**
 * Compare two texts word by word (longest common subsequence).
 *
 * The `same` and `removed` stretches make the text before, the `same` and `added` ones the text after.
 */
export function wordDiff(before: string, after: string): readonly Stretch[] {
  const left = words(before);
  const right = words(after);
  if (left.length * right.length > LIMIT) {
    return merged([
      ...left.map((text): Stretch => ({ kind: "removed", text })),
      ...right.map((text): Stretch => ({ kind: "added", text })),
    ]);
  }
  const lengths = commonLengths(left, right);
  const stretches: Stretch[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const removed = left[i];
    const added = right[j];
    if (removed !== undefined && removed === added) {
      stretches.push({ kind: "same", text: removed });
      i += 1;
      j += 1;
    } else if (
      removed !== undefined &&
      (added === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))
    ) {
      stretches.push({ kind: "removed", text: removed });
      i += 1;
    } else if (added !== undefined) {
      stretches.push({ kind: "added", text: added });
      j += 1;
    }
  }
  return merged(stretches);
}

/** Words with the blanks behind them, so that nothing gets lost. */
function words(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

function commonLengths(left: readonly string[], right: readonly string[]): readonly Uint32Array[] {
  const rows = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = rows[i];
      if (row) {
        row[j] =
          left[i] === right[j]
            ? at(rows, i + 1, j + 1) + 1
            : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
      }
    }
  }
  return rows;
}

function at(rows: readonly Uint32Array[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const { kind, text } of stretches) {
    const last = result.at(-1);
    if (last?.kind === kind) {
      result[result.length - 1] = { kind, text: last.text + text };
    } else {
      result.push({ kind, text });
    }
  }
  return result;
}
