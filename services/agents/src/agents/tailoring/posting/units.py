"""Cuts a posting into units: headings, bullets and sentences, each with its place."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple, cast

from agents.tailoring.lexicon import tables
from agents.tailoring.lexicon.cues import cue, families
from agents.tailoring.lexicon.headings import heading_key
from agents.tailoring.posting.modals import clause_starts
from agents.tailoring.reading.lines import TextLine, is_page_mark, text_lines
from agents.tailoring.reading.statements import Statement, join_lines, line_width, sentences, statement
from contracts.documents import ZoneType

_INLINE_BULLET: Final = re.compile(r"\s+[•●▪◦]\s+")
_COLON: Final = re.compile(r"(?P<head>[^:.!?]{3,60}?)\s*(?::|…|\.{3})\s*")
_NUMBERED: Final = re.compile(r"(?:\(?[a-z0-9]{1,2}[.)]|\(?[ivx]+[.)])\s+", re.IGNORECASE)
_RUN_ON: Final = re.compile(rf"(?<=[a-z)]) (?={cue('run-on').pattern} [a-z])")
_TELLING: Final = families("heading")
_SMALL_WORDS: Final = frozenset(
    {"and", "of", "the", "in", "for", "to", "with", "a", "an", "or", "you", "we", "your", "&", "/", "-"}
)
_MAX_HEADING_WORDS: Final = 8
_MIN_GLUED_WORDS: Final = 2
_MAX_GAP: Final = 8
_MAX_LENGTH: Final = 800
_UNSAFE_GLUED: Final = frozenset(
    {"you are", "you have", "you bring", "about you", "the team", "our team", "the role", "the company", "the position"}
)


class Unit(NamedTuple):
    """A heading, a bullet or a sentence: `text` is its stretch of the source, white space as single spaces."""

    text: str
    start: int
    end: int
    opens: ZoneType | None = None
    """The zone that it opens, if it is a heading."""
    heading: bool = False
    first: bool = False
    """It is the first of its line: what a title can be."""


@cache
def zone_headings() -> dict[str, ZoneType]:
    """Read the table: normalised heading → zone."""
    known: dict[str, ZoneType] = {}
    zone: ZoneType = "other"
    for line in tables.lines("zones.txt"):
        if line.startswith("["):
            zone = cast(ZoneType, line.strip("[]"))
        else:
            known[line] = zone
    return known


@cache
def _glued() -> re.Pattern[str]:
    """Match a heading that was glued to the text after it: "Your Profile You have", "Job benefits: Healthcare"."""
    phrases = [
        phrase
        for phrase in zone_headings()
        if len(phrase.split()) >= _MIN_GLUED_WORDS
        and phrase not in _UNSAFE_GLUED
        and zone_headings()[phrase] != "other"
    ]
    phrases.sort(key=lambda phrase: (-len(phrase), phrase))
    joined = "|".join(phrase.replace(" and ", r"\s?(?:and|&|/)\s?").replace(" ", r"[ -]") for phrase in phrases)
    return re.compile(rf"(?<![\w<])(?P<head>(?i:{joined}))\s*(?::\s*|…\s*|\s)(?=[A-Z<•.])")


def units(text: str) -> list[Unit]:
    """Cut a posting into units, in the order of the text; only blank lines and page marks lie in none."""
    found: list[Unit] = []
    lines = [line for line in text_lines(text) if not is_page_mark(line)]
    width = line_width(lines)
    held: list[TextLine] = []
    for line in lines:
        heading = _heading(line)
        if heading is None:
            held.append(line)
            continue
        found.extend(_of_lines(held, text, width))
        held = []
        found.append(heading)
        if heading.end < line.end and (rest := statement(text, heading.end, line.end)).text.strip(" :"):
            found.extend(_of_statement(_after_colon(rest, text), text))
    found.extend(_of_lines(held, text, width))
    return found


def _after_colon(rest: Statement, source: str) -> Statement:
    start = rest.start
    while start < rest.end and source[start] in " :…-–—":
        start += 1
    return statement(source, start, rest.end)


def _heading(line: TextLine) -> Unit | None:
    """Read a line as a heading, or as a heading with the text that a colon parts from it."""
    zone = _zone_of(line.body)
    if zone is not None and not line.bulleted:
        return Unit(line.body, line.body_start, line.end, zone, heading=True, first=True)
    colon = _COLON.match(line.body)
    if colon is None or line.bulleted:
        return None
    zone = _zone_of(colon["head"])
    if zone is None:
        return None
    start = line.body_start
    return Unit(colon["head"], start, start + colon.end("head"), zone, heading=True, first=True)


def _zone_of(text: str) -> ZoneType | None:
    bare = text.strip(" :…?!.-–—*#")
    if not 1 <= len(bare.split()) <= _MAX_HEADING_WORDS or not bare[0].isupper():
        return None
    key = heading_key(bare)
    if key in zone_headings():
        return zone_headings()[key]
    if re.match(r"(?:about|why) \w+(?: \w+)?$", key) and not text.rstrip().endswith("."):
        return "about" if key.startswith("about") else "benefits"
    if text.rstrip().endswith((":", "…", "?", "...")) or all(_is_titled(word) for word in bare.split()):
        return next((cast(ZoneType, zone) for zone, pattern in _TELLING if pattern.search(key)), None)
    return None


def _is_titled(word: str) -> bool:
    first = word.lstrip("(")[:1]
    return not first.isalpha() or first.isupper() or word.lower() in _SMALL_WORDS


def _of_lines(lines: list[TextLine], text: str, width: int) -> Iterator[Unit]:
    for whole in join_lines(lines, text, width):
        yield from _of_statement(whole, text)


def _of_statement(whole: Statement, source: str) -> Iterator[Unit]:
    """Cut a statement at glued headings, bullets within the line, and the ends of sentences."""
    begin, first = whole.start, True
    for match in _glued().finditer(source, whole.start, whole.end):
        head = match["head"]
        if not _is_glued_heading(head, source, match.start(), whole.start):
            continue
        for unit in _sentences(source, begin, match.start()):
            yield unit._replace(first=first)
            first = False
        zone = zone_headings()[heading_key(head)]
        yield Unit(head, match.start("head"), match.end("head"), zone, heading=True)
        begin = match.end()
    for unit in _sentences(source, begin, whole.end):
        yield unit._replace(first=first)
        first = False


def _is_glued_heading(head: str, source: str, start: int, begin: int) -> bool:
    """Tell whether a phrase is a heading here: at the beginning of a sentence, or with capitals as a title has."""
    if heading_key(head) not in zone_headings() or not head[0].isupper():
        return False
    before = source[max(begin, start - _MAX_GAP) : start].rstrip()
    opens = not before or before[-1] in '.!?:•”")'
    return opens or all(word[0].isupper() for word in head.split())


def _sentences(source: str, start: int, end: int) -> Iterator[Unit]:
    position = start
    for match in [*_INLINE_BULLET.finditer(source, start, end), None]:
        stop = match.start() if match is not None else end
        part = statement(source, position, stop)
        if part.text:
            for sentence in sentences(part, source):
                yield from _clauses(_unnumbered(sentence, source), source)
        position = match.end() if match is not None else stop


def _clauses(sentence: Statement, source: str) -> Iterator[Unit]:
    """Cut a sentence where the full stops between sentences were lost: "…in production Ideally you have…".

    And where it is demanded up to there, and wished from there on, or the other way round.
    """
    begin = sentence.start
    run_on = (match.start() for match in _RUN_ON.finditer(source, sentence.start, sentence.end))
    clauses = (sentence.start + start for start in clause_starts(source[sentence.start : sentence.end]))
    for stop in [*sorted({*run_on, *clauses}), sentence.end]:
        for start in range(begin, stop, _MAX_LENGTH):  # a sentence of pages is no sentence
            part = statement(source, start, min(stop, start + _MAX_LENGTH))
            if any(letter.isalnum() for letter in part.text):
                yield Unit(part.text, part.start, part.end)
        begin = stop


def _unnumbered(part: Statement, source: str) -> Statement:
    number = _NUMBERED.match(part.text)
    lead = part.text.startswith(("• ", "- "))
    cut = number.end() if number is not None else 2 if lead else 0
    return statement(source, part.start + cut, part.end)
