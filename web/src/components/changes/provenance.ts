import type { OptimisedDoc, Patch } from "@resume-optimizer/client";

type Section = OptimisedDoc["sections"][number];
type Line = Section["lines"][number];
type Span = Line["spans"][number];

/** Lines of the source text, both counted from 1 and included. */
export interface SourceLines {
  readonly from: number;
  readonly to: number;
}

/**
 * Find the lines of the résumé that a change is drawn from: those that it rewords, moves or dates, else those of the
 * facts that it cites.
 *
 * @returns In the order of the source, each once; empty where it is drawn from no line in particular, as an order of
 *   sections is.
 */
export function sourceLinesOf(
  patch: Patch,
  doc: OptimisedDoc,
  source: string,
): readonly SourceLines[] {
  return placesOf(spansOf(patch, doc), source);
}

/** Tell where spans of the résumé stand. */
export function placesOf(spans: readonly Span[], source: string): readonly SourceLines[] {
  const starts = lineStarts(source);
  const lineAt = (offset: number) => starts.findLastIndex((start) => start <= offset) + 1;
  const found = new Map<number, SourceLines>();
  for (const { source: kind, start, end } of spans) {
    if (kind === "resume" && end > start) {
      const from = lineAt(start);
      found.set(from, { from, to: Math.max(found.get(from)?.to ?? 0, lineAt(end - 1)) });
    }
  }
  return [...found.values()].sort((left, right) => left.from - right.from);
}

function spansOf(patch: Patch, doc: OptimisedDoc): readonly Span[] {
  const [kind, name = ""] = patch.path.split(":", 2);
  const id = name.split("~", 1)[0] ?? "";
  const lines = doc.sections.flatMap(linesIn);
  if (kind === "bullet") {
    return ownSpans(lines.filter((line) => line.id === id));
  }
  if (kind === "entry" || kind === "section") {
    const places = doc.sections.filter(
      (section) => section.id === id || section.entries.some((entry) => entry.id === id),
    );
    if (patch.op === "normalise_date") {
      return datesIn(places, kind === "entry" ? id : null);
    }
    const moved = ownSpans(lines.filter((line) => line.patches.includes(patch.id)));
    return moved.length > 0 ? moved : citedSpans(patch, doc, lines);
  }
  const made = lines.filter((line) => kind === "summary" && line.patches.includes(patch.id));
  return made.length > 0 ? made.flatMap((line) => line.spans) : citedSpans(patch, doc, lines);
}

/** Where the facts stand that a change cites, or that what it cites was computed from. */
function citedSpans(patch: Patch, doc: OptimisedDoc, lines: readonly Line[]): readonly Span[] {
  const derived = doc.derived.filter(({ id }) => patch.sources.includes(id));
  const facts = new Set([...patch.sources, ...derived.flatMap((fact) => fact.derived_from)]);
  const cited = lines.filter(
    (line) => !line.patches.includes(patch.id) && line.facts.some((fact) => facts.has(fact)),
  );
  return ownSpans(cited);
}

/** A line's first span is its own; those behind it were added by changes that cite others. */
function ownSpans(lines: readonly Line[]): readonly Span[] {
  return lines.flatMap((line) => line.spans.slice(0, 1));
}

function datesIn(sections: readonly Section[], entryId: string | null): readonly Span[] {
  return sections
    .flatMap((section) => section.entries)
    .filter((entry) => entryId === null || entry.id === entryId)
    .flatMap((entry) => entry.dates?.span ?? []);
}

function linesIn(section: Section): readonly Line[] {
  return [...section.lines, ...section.entries.flatMap((entry) => entry.lines)];
}

/** Offsets count characters (code points), not the units of UTF-16 that strings are indexed by. */
function lineStarts(source: string): readonly number[] {
  const starts = [0];
  let offset = 0;
  for (const character of source) {
    offset += 1;
    if (character === "\n") {
      starts.push(offset);
    }
  }
  return starts;
}
