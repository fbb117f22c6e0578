"""Tells what stands in the header of a degree: the degree, the school, the place."""

import re
from collections.abc import Sequence
from typing import Final

from agents.tailoring.reading.degrees import DEGREE, SCHOOL
from agents.tailoring.reading.fields import Fields, segments_of, trimmed, without_place
from agents.tailoring.reading.statements import Statement

_PHRASE: Final = re.compile(
    r"(?:High School Diploma|(?:Bachelor|Master|Associate|Doctor)(?:['’]?s)?(?: Degree)?(?: of [A-Z]\w+| in [A-Z]\w+)?"
    r"|Diploma(?: (?:of|in) [A-Z]\w+)?|[\w ]*?Certificat(?:e|ion)(?: (?:of|in) [A-Z]\w+)?|G\.?E\.?D\.?)",
)

_MAX_WORDS: Final = 16


def school_fields(stretches: Sequence[Statement], source: str) -> Fields:
    """Tell degree (as title), school (as organisation) and place of a header; the rest is what is none of them."""
    segments: list[Statement] = []
    location: Statement | None = None
    for stretch in stretches:
        place, others = without_place(segments_of(stretch, source), source)
        if place is not None and location is None:
            location = place
        elif place is not None:
            others.append(place)
        segments.extend(_parted(others, source))
    school = next((segment for segment in segments if _is_school(segment.text)), None)
    degree = next((segment for segment in segments if segment is not school and _is_degree(segment.text)), None)
    title = _extended(degree, segments, school, source) if degree is not None else None
    if title is None:
        named = [segment for segment in segments if segment is not school]
        title = _extended(named[0], segments, school, source) if named else None
    org = _extended_school(school, segments, title, source) if school is not None else None
    taken = [part for part in (title, org) if part is not None]
    rest = [segment for segment in segments if not any(part.start <= segment.start < part.end for part in taken)]
    return Fields(title, org, location, tuple(sorted(rest, key=lambda part: part.start)))


def _parted(segments: list[Statement], source: str) -> list[Statement]:
    """Part a degree from a school that no separator parts from it: "High School Diploma Monroe High School"."""
    found: list[Statement] = []
    for segment in segments:
        phrase = _PHRASE.match(segment.text)
        whole = len(segment.text) == segment.end - segment.start
        if phrase is None or not whole or SCHOOL.search(segment.text, phrase.end()) is None:
            found.append(segment)
            continue
        cut = segment.start + phrase.end()
        found.extend((trimmed(source, segment.start, cut), trimmed(source, cut, segment.end)))
    return found


def _is_degree(text: str) -> bool:
    return DEGREE.search(text) is not None and len(text.split()) <= _MAX_WORDS and not text[0].islower()


def _is_school(text: str) -> bool:
    mark = SCHOOL.search(text)
    return mark is not None and re.search(r"\bhigh school diploma\b", text, re.IGNORECASE) is None


def _extended(first: Statement, segments: list[Statement], school: Statement | None, source: str) -> Statement:
    """Let a degree go on over its subject: "Bachelor of Arts, Business Administration"."""
    end = first.end
    for segment in segments:
        if segment.start < end:
            continue
        between = source[end : segment.start]
        joined = between.strip() in {",", ":", "-", "–", "in"} and "\n" not in between
        if segment is school or not joined or SCHOOL.search(segment.text):
            break
        end = segment.end
    return trimmed(source, first.start, end)


def _extended_school(school: Statement, segments: list[Statement], title: Statement | None, source: str) -> Statement:
    """Let a school go on over its campus or faculty: "University of California, Berkeley"."""
    start, end = school.start, school.end
    for segment in segments:
        inside_title = title is not None and title.start <= segment.start < title.end
        if inside_title or segment is school:
            continue
        if segment.start >= end and source[end : segment.start].strip() in {",", "-", "–"}:
            if "\n" in source[end : segment.start]:
                break
            end = segment.end
    return trimmed(source, start, end)
