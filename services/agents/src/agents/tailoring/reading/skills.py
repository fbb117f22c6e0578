"""Finds the skills that a résumé names, and where."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.reading.fields import trimmed
from agents.tailoring.reading.statements import Statement
from contracts.documents import Section, SectionType, SkillHit, Span

Place: TypeAlias = Literal["experience", "project", "summary", "skills", "education", "other"]

_PLACES: Final[dict[SectionType, Place]] = {
    "experience": "experience",
    "volunteering": "experience",
    "projects": "project",
    "summary": "summary",
    "skills": "skills",
    "languages": "skills",
    "education": "education",
}
_ITEM_END: Final = re.compile(r"\s*(?:[,;•|·]|\s[–—-]\s|\s/\s|\n)\s*|\s+and\s+|(?<=[a-z)])\.\s+")
_ITEM_LEAD: Final = re.compile(r"^[^:,;]{2,40}:\s+")
_ITEM_TAIL: Final = re.compile(r"\s*\([^()]*\)?$")
_MAX_ITEM_WORDS: Final = 5


def place_of(section: SectionType) -> Place:
    """Tell which place of evidence a type of section is."""
    return _PLACES.get(section, "other")


def skill_hits(sections: Iterable[Section], source: str, lexicon: Lexicon) -> list[SkillHit]:
    """Find every naming of a skill in the sections, in the order of the text."""
    hits: list[SkillHit] = []
    for section in sections:
        place = place_of(section.type)
        for line in section.lines:
            hits.extend(_hits(line.span, place, None, source, lexicon))
        for entry in section.entries:
            bodies = [bullet.span for bullet in entry.bullets]
            for span in [*_header_spans(entry.span, bodies), *bodies]:
                hits.extend(_hits(span, place, entry.id, source, lexicon))
    return sorted(hits, key=lambda hit: (hit.span, hit.term))


def _header_spans(whole: Span, bodies: list[Span]) -> Iterator[Span]:
    """Yield the stretches of an entry that are no bullet: its header."""
    position = whole.start
    for body in sorted(bodies):
        if body.start > position:
            yield Span(source=whole.source, start=position, end=body.start)
        position = max(position, body.end)
    if position < whole.end:
        yield Span(source=whole.source, start=position, end=whole.end)


def _hits(span: Span, place: Place, entry_id: str | None, source: str, lexicon: Lexicon) -> Iterator[SkillHit]:
    for hit in lexicon.find(source[span.start : span.end]):
        yield SkillHit(
            term=hit.term,
            surface=hit.surface,
            place=place,
            span=Span(source=span.source, start=span.start + hit.start, end=span.start + hit.end),
            entry_id=entry_id,
        )


def listed_items(span: Span, source: str) -> list[Statement]:
    """Cut a line of a list of skills into its items: at commas, semicolons, bars and line ends.

    Items of more than five words are sentences and are left out.
    """
    found: list[Statement] = []
    lead = _ITEM_LEAD.match(source[span.start : span.end])
    begin = span.start + (lead.end() if lead is not None else 0)
    for match in [*_ITEM_END.finditer(source, begin, span.end), None]:
        stop = match.start() if match is not None else span.end
        item = trimmed(source, begin, stop)
        tail = _ITEM_TAIL.search(source, item.start, item.end)
        if tail is not None and tail.start() > item.start:
            item = trimmed(source, item.start, tail.start())
        item = trimmed(source, item.start, item.end - (item.text.endswith(".")))
        if 1 <= len(item.text.split()) <= _MAX_ITEM_WORDS and any(letter.isalpha() for letter in item.text):
            found.append(item)
        begin = match.end() if match is not None else stop
    return found
