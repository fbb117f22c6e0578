"""The first draft: the source as it is, in the shape of a result, with provenance on every line."""

import re
from collections.abc import Iterator
from typing import Final

from agents.tailoring.guard.sources import Sources
from contracts.documents import (
    Bullet,
    Dropped,
    Entry,
    FactId,
    Line,
    OptimisedDoc,
    ResultEntry,
    ResultSection,
    ResumeDoc,
    Section,
    Span,
)

_EDGES: Final = " \t\n-–—|,;:•*/·()"
_JOINTS: Final = frozenset({"to", "at", "in", "of", "from", "and", "till", "until", "through", "the", "since"})
_WORD: Final = re.compile(r"[^\W_]+")


def unchanged(resume: ResumeDoc, sources: Sources) -> OptimisedDoc:
    """Make a result that says what the source says, nothing more and nothing less.

    Words of an entry's header that were read as neither employer, title, place nor period become lines of the entry:
    a reading that is not sure of something must not lose it. What the reading left outside of every section is listed
    as dropped.
    """
    facts = _facts_by_span(resume)
    return OptimisedDoc(
        contact=resume.contact,
        sections=[_section(section, facts, sources) for section in resume.sections],
        dropped=[
            Dropped(span=span, reason="belongs to no section: a page mark or a fragment of the layout", what="line")
            for span in resume.dropped
        ],
    )


def _section(section: Section, facts: list[tuple[Span, FactId]], sources: Sources) -> ResultSection:
    return ResultSection(
        id=section.id,
        type=section.type,
        heading=section.heading,
        entries=[_entry(entry, facts, sources) for entry in section.entries],
        lines=[_line(line, facts) for line in section.lines if line.text.strip()],
        spans=[section.heading_span] if section.heading_span is not None else [],
    )


def _entry(entry: Entry, facts: list[tuple[Span, FactId]], sources: Sources) -> ResultEntry:
    rest = [
        Line(id=f"{entry.id}~h{number}", text=text, spans=[span])
        for number, (text, span) in enumerate(_unread(entry, sources), start=1)
    ]
    return ResultEntry(
        id=entry.id,
        org=entry.org,
        title=entry.title,
        location=entry.location,
        dates=entry.dates,
        lines=[*rest, *(_line(bullet, facts) for bullet in entry.bullets if bullet.text.strip())],
        spans=[entry.span],
    )


def _line(bullet: Bullet, facts: list[tuple[Span, FactId]]) -> Line:
    return Line(
        id=bullet.id,
        text=bullet.text,
        spans=[bullet.span],
        facts=[fact_id for span, fact_id in facts if _within(span, bullet.span)],
    )


def _facts_by_span(resume: ResumeDoc) -> list[tuple[Span, FactId]]:
    return [(fact.span, fact.id) for fact in resume.facts]


def _within(inner: Span, outer: Span) -> bool:
    return inner.source == outer.source and outer.start <= inner.start and inner.end <= outer.end


def _unread(entry: Entry, sources: Sources) -> Iterator[tuple[str, Span]]:
    """Yield the stretches of an entry's own span that neither a field nor a bullet holds."""
    text = sources.texts.get(entry.span.source, "")
    taken = [(bullet.span.start, bullet.span.end) for bullet in entry.bullets]
    if entry.dates is not None and entry.dates.span is not None:
        taken.append((entry.dates.span.start, entry.dates.span.end))
        fields = [entry.org, entry.title, entry.location]
    else:
        fields = [entry.org, entry.title, entry.location, entry.dates.raw if entry.dates is not None else None]
    for field in sorted((field for field in fields if field), key=len, reverse=True):
        found = _find(field, text, entry.span, taken)
        if found is not None:
            taken.append(found)
    position = entry.span.start
    for start, end in [*sorted(taken), (entry.span.end, entry.span.end)]:
        yield from _stretch(text, position, start, entry.span)
        position = max(position, end)


def _find(field: str, text: str, span: Span, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Find a field in its entry, its words parted by any white space, outside of what is taken already."""
    pattern = r"\s+".join(re.escape(word) for word in field.split())
    for match in re.compile(pattern).finditer(text, span.start, span.end):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            return match.span()
    return None


def _stretch(text: str, start: int, end: int, span: Span) -> Iterator[tuple[str, Span]]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    if start >= end or all(word.lower() in _JOINTS for word in _WORD.findall(text[start:end])):
        return
    if ")" in text[end : end + 1] and "(" in text[start:end]:
        end += 1
    yield " ".join(text[start:end].split()), Span(source=span.source, start=start, end=end)
