"""Tells what stands in the header of an entry: title, organisation, place."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agents.tailoring.lexicon.titles import (
    is_region,
    is_title_head,
    leading_country,
    looks_like_org,
    org_mark,
    title_run,
)
from agents.tailoring.lexicon.words import words
from agents.tailoring.reading.statements import Statement, statement

_SEPARATOR: Final = re.compile(
    r"\s*(?:\s[|•·]\s|\||\s+[–—-]\s+|\s[–—-]$|\s{2,}|\n|\s+@\s+|\s+at\s+(?=[A-Z])|;)\s*|\s*,\s*|(?<=\w\w)\s:\s"
)
_EDGE: Final = " ,;|•·–—-:\n\t/"
_BRACKETED: Final = re.compile(r"\([^()]*\)")
_MAX_TITLE_WORDS: Final = 12


class Fields(NamedTuple):
    """The parts of an entry's header; each is a stretch of the source. `rest`: what is none of the three."""

    title: Statement | None
    org: Statement | None
    location: Statement | None
    rest: tuple[Statement, ...]


def fields(stretches: Sequence[Statement], source: str, *, title_first: bool | None = None) -> Fields:
    """Tell title, organisation and place of a header.

    Args:
        stretches: The header's lines without its date, in the order of the text.
        source: The text that they are stretches of.
        title_first: Whether the other entries here begin with their title; None where nothing is known.
    """
    segments: list[Statement] = []
    location: Statement | None = None
    for stretch in stretches:
        place, others = without_place(segments_of(stretch, source), source)
        if place is not None and location is None:
            location = place
        elif place is not None:
            others.append(place)
        segments.extend(others)
    title, org, rest = _title_and_org(segments, source, title_first=title_first)
    return Fields(title, org, location, tuple(sorted(rest, key=lambda part: part.start)))


def segments_of(stretch: Statement, source: str) -> list[Statement]:
    """Cut a line at what parts fields: bars, dashes, commas, wide gaps; never inside brackets."""
    protected = [match.span() for match in _BRACKETED.finditer(source, stretch.start, stretch.end)]
    found: list[Statement] = []
    begin = stretch.start
    for match in _SEPARATOR.finditer(source, stretch.start, stretch.end):
        if any(low <= match.start() < high for low, high in protected):
            continue
        found.append(trimmed(source, begin, match.start()))
        begin = match.end()
    found.append(trimmed(source, begin, stretch.end))
    return [segment for segment in found if segment.text]


def trimmed(source: str, start: int, end: int) -> Statement:
    """Make a statement of a stretch, without separators at its edges."""
    while start < end and source[start] in _EDGE:
        start += 1
    while end > start and source[end - 1] in _EDGE:
        end -= 1
    return statement(source, start, end)


def without_place(segments: list[Statement], source: str) -> tuple[Statement | None, list[Statement]]:
    """Take the place out of a line's segments: a region or country, with the town before it."""
    segments = _unglued(segments, source)
    regions = [number for number, segment in enumerate(segments) if is_region(segment.text)]
    if not regions:
        return None, list(segments)
    last = regions[-1]
    first = last
    while first - 1 in regions:
        first -= 1
    town = first - 1
    if town >= 0 and segments[first].text != "City" and _is_town(segments[town].text):
        between = source[segments[town].end : segments[first].start]
        first = town if between.strip() == "," else first
    place = trimmed(source, segments[first].start, segments[last].end)
    return place, [*segments[:first], *segments[last + 1 :]]


def _unglued(segments: list[Statement], source: str) -> list[Statement]:
    """Part a country from what was written right behind a place: "City , State , United States Bachelor of Arts"."""
    found: list[Statement] = []
    for segment in segments:
        country = leading_country(segment.text) if found and is_region(found[-1].text) else None
        if country is None:
            found.append(segment)
        else:
            cut = segment.start + len(country)
            found.extend((trimmed(source, segment.start, cut), trimmed(source, cut, segment.end)))
    return found


def _is_town(text: str) -> bool:
    listed = text.split()
    if not 1 <= len(listed) <= 4 or looks_like_org(text):  # noqa: PLR2004 - "Salt Lake City", not a sentence
        return False
    return all(word[0].isupper() for word in listed) and not is_title_head(listed[-1])


def _title_and_org(
    segments: list[Statement], source: str, *, title_first: bool | None
) -> tuple[Statement | None, Statement | None, list[Statement]]:
    titled = [segment for segment in segments if _is_title(segment.text)]
    if not titled:
        return _untitled(segments, source, title_first=title_first)
    chosen = min(titled, key=lambda segment: (looks_like_org(segment.text), segments.index(segment)))
    title, spilled = _split(chosen, source)
    before = [segment for segment in segments if segment.start < chosen.start]
    after = [segment for segment in segments if segment.start > chosen.start]
    while (
        spilled is None and after and _goes_on(title, after[0], source, org_known=_stands_apart(before, title, source))
    ):
        title = trimmed(source, title.start, after.pop(0).end)
    if spilled is not None:
        return title, spilled, [*before, *after]
    group = _run(before, source) if before else []
    if not group:
        group, before = _run(after, source), []
    if not group:
        return title, None, []
    org = trimmed(source, group[0].start, group[-1].end)
    rest = [segment for segment in (*before, *after) if not org.start <= segment.start < org.end]
    return title, org, rest


def _goes_on(title: Statement, following: Statement, source: str, *, org_known: bool) -> bool:
    """Tell whether a title has a second half: "Owner, Operator"; "Nurse, Night Shift" below the hospital's name."""
    between = source[title.end : following.start]
    if between.strip() != "," or "\n" in between or looks_like_org(following.text):
        return False
    return org_known or _is_title(following.text)


def _stands_apart(segments: list[Statement], title: Statement, source: str) -> bool:
    """Tell whether segments stand in a line of their own above the title."""
    return bool(segments) and "\n" in source[segments[-1].end : title.start]


def _untitled(
    segments: list[Statement], source: str, *, title_first: bool | None
) -> tuple[Statement | None, Statement | None, list[Statement]]:
    """Read a header without any word of a title: two parts are organisation and title, one is the organisation."""
    groups = list(_groups(segments, source))
    if not groups:
        return None, None, []
    if len(groups) == 1 and len(segments) > 1:
        groups = segments
    if len(groups) == 1:
        return _placeholder_org(groups[0], source)
    first, second, *rest = groups
    marked = looks_like_org(first.text), looks_like_org(second.text)
    first_is_title = (title_first is True and marked != (True, False)) or marked == (False, True)
    return (first, second, rest) if first_is_title else (second, first, rest)


def _groups(segments: list[Statement], source: str) -> Iterator[Statement]:
    """Join the segments of a line that only commas part."""
    pending = list(segments)
    while pending:
        group = _run(pending, source)
        del pending[: len(group)]
        yield trimmed(source, group[0].start, group[-1].end)


def _placeholder_org(segment: Statement, source: str) -> tuple[Statement | None, Statement | None, list[Statement]]:
    title, org = _split(segment, source)
    return (title, org, []) if org is not None else (None, segment, [])


def _is_title(text: str) -> bool:
    listed = [token.text for token in words(_BRACKETED.sub("", text))]
    return len(listed) <= _MAX_TITLE_WORDS and any(is_title_head(word) for word in listed)


def _split(segment: Statement, source: str) -> tuple[Statement, Statement | None]:
    """Part a title from an organisation that no separator parts from it: "Chef Company Name", "Acme Inc Clerk"."""
    mark = org_mark(segment.text)
    run = title_run(segment.text)
    if mark is None or run is None or len(segment.text) != segment.end - segment.start:
        return segment, None
    if mark.group() == "Company Name":
        title_stands_before = mark.start() > 0
        cut = mark.start() if title_stands_before else mark.end()
        head, tail = (
            trimmed(source, segment.start, segment.start + cut),
            trimmed(source, segment.start + cut, segment.end),
        )
        if title_stands_before:
            return head, tail
        return tail, head
    if run[0] == 0 and mark.start() > run[1]:
        return trimmed(source, segment.start, segment.start + run[1]), trimmed(
            source, segment.start + run[1], segment.end
        )
    return segment, None


def _run(segments: list[Statement], source: str) -> list[Statement]:
    """Take the first segments as long as only commas part them, on one line."""
    group = segments[:1]
    for segment in segments[1:]:
        between = source[group[-1].end : segment.start]
        if between.strip() not in {",", ""} or "\n" in between or "  " in between:
            break
        group.append(segment)
    return group
