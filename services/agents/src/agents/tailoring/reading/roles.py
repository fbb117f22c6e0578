"""Cuts a section of roles or projects into entries, at the lines that carry a date."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from agents.tailoring.language import verb_of
from agents.tailoring.lexicon.titles import is_region, is_title_head, looks_like_org
from agents.tailoring.lexicon.words import words
from agents.tailoring.reading.dates import Period, periods
from agents.tailoring.reading.lines import TextLine
from agents.tailoring.reading.statements import line_width

_MAX_HEADER_WORDS: Final = 16
_MAX_LOOSE_WORDS: Final = 4
_MAX_HEADER_LENGTH: Final = 300
_MAX_HEADER_LINES: Final = 3
_NAMELESS: Final = 2
"""How many names a lone date is short of: title and organisation."""
_MAX_NAME_WORDS: Final = 8
_MAX_PLACE_PARTS: Final = 3
_MAX_SPREAD: Final = 3
_MAX_DATE_WORDS: Final = 3
_CLOSED: Final = re.compile(r"[.!?:;]$")
_SMALL: Final = frozenset(
    {"and", "of", "the", "for", "in", "at", "on", "to", "de", "la", "&", "-", "–", "—", "/", "|", ","}
)
DURATION: Final = re.compile(
    r"[ ,·]*\((?:about |less than )?(?:\d+|an?) (?:years?|yrs?|months?|mos?)\b[^()\n]{0,20}\)", re.IGNORECASE
)
_DATE_DRESS: Final = re.compile(r"[\s,;|()\[\]–—:-]*")


class Role(NamedTuple):
    """An entry as cut: its header's lines, its period, and the lines of its body."""

    header: tuple[TextLine, ...]
    period: Period | None
    """Offsets count in the source."""
    body: tuple[TextLine, ...]


class _Anchor(NamedTuple):
    first: int
    last: int
    """Positions of the lines that the period is spread over."""
    period: Period
    alone: bool
    """Nothing but the period stands in these lines."""


def roles(lines: Sequence[TextLine], source: str) -> tuple[list[TextLine], list[Role]]:
    """Cut a section into entries.

    Returns:
        The lines before the first entry, and the entries in the order of the text. No line is in both, and none is
        left out.
    """
    anchors = _anchors(lines, source)
    if not anchors:
        return _undated(lines)
    above = _lines_above(lines, anchors)
    starts = _starts(lines, anchors, above)
    cut: list[Role] = []
    width = line_width(lines)
    for number, anchor in enumerate(anchors):
        end = starts[number + 1] if number + 1 < len(anchors) else len(lines)
        header_end = _header_end(lines, anchor, starts[number], end, width)
        cut.append(Role(tuple(lines[starts[number] : header_end]), anchor.period, tuple(lines[header_end:end])))
    return list(lines[: starts[0]]), cut


def _undated(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[Role]]:
    """Cut a section without dates: an entry is lines of names that bullets follow."""
    starts = [
        position
        for position, line in enumerate(lines)
        if reads_as_header_line(line)
        and (position == 0 or lines[position - 1].bulleted or line.gap)
        and any(after.bulleted for after in lines[position + 1 : position + 1 + _MAX_HEADER_LINES])
    ]
    cut: list[Role] = []
    for start, end in pairwise([*starts, len(lines)]):
        body = next((position for position in range(start, end) if lines[position].bulleted), end)
        cut.append(Role(tuple(lines[start:body]), None, tuple(lines[body:end])))
    return list(lines[: starts[0]] if starts else lines), cut


def _anchors(lines: Sequence[TextLine], source: str) -> list[_Anchor]:
    found: list[_Anchor] = []
    position = 0
    while position < len(lines):
        anchor = _anchor(lines, position, source)
        if anchor is None:
            position += 1
            continue
        found.append(anchor)
        position = anchor.last + 1
    whole = any(anchor.period.whole for anchor in found)
    # a bare year in a line that says more is a date of the entry only where no entry here has a period
    return [
        anchor
        for anchor in found
        if anchor.period.whole or anchor.alone or anchor.period.dates.precision != "year" or not whole
    ]


def _anchor(lines: Sequence[TextLine], position: int, source: str) -> _Anchor | None:
    """Find the period of a header that begins in this line, be it spread over the next lines: "2017 –", "Present"."""
    line = lines[position]
    if line.bulleted or len(line.text) > _MAX_HEADER_LENGTH:
        return None
    last = position
    spread = [line.text]
    while len(spread) < _MAX_SPREAD and last + 1 < len(lines) and _is_date_piece("\n".join(spread), lines[last + 1]):
        last += 1
        spread.append(lines[last].text)
    text = source[line.start : lines[last].end]
    for period in periods(text, offset=line.start):
        rest = text[: period.start] + " " + DURATION.sub("", text[period.end :], count=1)
        alone = _DATE_DRESS.fullmatch(rest) is not None
        if (
            alone
            or (period.whole and _reads_as_header(rest))
            or (not period.whole and _is_header_with_year(text, period))
        ):
            ends = position if line.start + period.end <= line.end else last
            shifted = period._replace(start=line.start + period.start, end=line.start + period.end)
            return _Anchor(position, ends, shifted, alone=alone)
    return None


def _is_date_piece(text: str, following: TextLine) -> bool:
    """Tell whether a period goes on in the next line: "July 2008", "to", "January 2015"."""
    if following.bulleted or following.gap or max(len(text.split()), len(following.text.split())) > _MAX_DATE_WORDS:
        return False
    both = f"{text}\n{following.text}"
    found = periods(both)
    crossing = any(period.whole and period.start < len(text) < period.end for period in found)
    joint = re.fullmatch(r"(?:to|until|till|[-–—])", following.text.strip(), re.IGNORECASE) is not None
    return crossing or (joint and bool(periods(text)))


def _is_header_with_year(text: str, period: Period) -> bool:
    """Tell whether a single date stands in a header: at an edge of a short line of names."""
    at_edge = period.start == 0 or _DATE_DRESS.fullmatch(text[period.end :]) is not None
    return at_edge and _reads_as_header(text[: period.start] + " " + text[period.end :])


def _reads_as_header(text: str) -> bool:
    """Tell whether a text, its date taken out, is a header and no sentence."""
    listed = [word for word in text.split() if any(letter.isalnum() for letter in word)]
    if len(listed) > _MAX_HEADER_WORDS:
        return False
    lowered = [word for word in listed if word[0].islower() and word.lower() not in _SMALL]
    if _CLOSED.search(text.strip()) and not re.search(r"\b[A-Z][a-z]{0,3}\.$", text.strip()):
        return False
    if not listed or len(lowered) <= len(listed) // 4:
        return True
    return len(listed) <= _MAX_LOOSE_WORDS and listed[0][0].isupper() and _names_a_title(text)


def reads_as_header_line(line: TextLine) -> bool:
    """Tell whether a whole line can be a line of a header: names, no sentence and no statement."""
    if line.bulleted or not _reads_as_header(line.text):
        return False
    first = words(line.text)[:1]
    if not first or (_CLOSED.search(line.text) and not line.text.endswith(("Inc.", "Co.", "Ltd.", "Corp."))):
        return False
    verb = verb_of(first[0].text)
    is_statement = verb is not None and first[0].text.lower() in {verb.past, verb.third, verb.gerund}
    return not is_statement or looks_like_org(line.text) or _names_a_title(line.text)


def _names_a_title(text: str) -> bool:
    return any(is_title_head(token.text) for token in words(text))


def _lines_above(lines: Sequence[TextLine], anchors: list[_Anchor]) -> int:
    """Count the lines of a header that stand above its date: as many as above the first, where nothing else can be."""
    above = 0
    while above < min(anchors[0].first, _MAX_HEADER_LINES) and reads_as_header_line(
        lines[anchors[0].first - above - 1]
    ):
        above += 1
    if anchors[0].first > above and above == _MAX_HEADER_LINES:
        return 0
    if not anchors[0].alone and above and _complete(lines[anchors[0].first].text, anchors[0]):
        return above if all(_room_above(lines, anchors, number) for number in range(1, len(anchors))) else 0
    return above


def _room_above(lines: Sequence[TextLine], anchors: list[_Anchor], number: int) -> bool:
    before = anchors[number].first - 1
    return before > anchors[number - 1].last and reads_as_header_line(lines[before])


def _starts(lines: Sequence[TextLine], anchors: list[_Anchor], above: int) -> list[int]:
    """Give where each entry begins: its date's line, or the lines of names right above it."""
    starts: list[int] = []
    for number, anchor in enumerate(anchors):
        floor = anchors[number - 1].last + 1 if number else 0
        start = anchor.first
        while anchor.first - start < above and start > floor and reads_as_header_line(lines[start - 1]):
            start -= 1
        starts.append(start)
    return starts


def _complete(text: str, anchor: _Anchor) -> bool:
    """Tell whether a date's line names title and organisation too."""
    rest = text.replace(anchor.period.dates.raw, " ")
    parts = [part for part in re.split(r"\s*[,|–—-]\s+|\s{2,}|\s*,\s*", rest) if part.strip()]
    named = [part for part in parts if not is_region(part)]
    return _names_a_title(rest) and (len(named) > 1 or looks_like_org(rest))


def _header_end(lines: Sequence[TextLine], anchor: _Anchor, start: int, end: int, width: int) -> int:
    """Give where the header ends: after its date, or after the names that are still missing below it."""
    position = anchor.last + 1
    above = lines[start : anchor.first]
    text = lines[anchor.first].text
    if anchor.alone and not above:
        wanted = _NAMELESS
    elif anchor.alone:
        joined = ", ".join(line.text for line in above)
        wanted = 0 if len(above) > 1 or _complete(joined, anchor) else 1
    else:
        wanted = 0 if above or _complete(text, anchor) else 1
    bulleted_below = any(line.bulleted for line in lines[position:end])
    if wanted == _NAMELESS and position < end and _is_name_alone(lines[position]):
        wanted = 0 if _complete(lines[position].text, anchor) else 1
        position += 1
    while wanted and position < end and _is_name_below(lines, position, end, width if bulleted_below else None):
        joined = ", ".join(line.text for line in lines[anchor.last + 1 : position + 1])
        position += 1
        wanted -= 1
        if _complete(joined, anchor):
            break
    return position + (position < end and _is_place_line(lines[position]))


def _is_name_alone(line: TextLine) -> bool:
    """Tell whether a line right below a lone date can be its name: a few words that are no sentence."""
    return reads_as_header_line(line) and len(line.text.split()) <= _MAX_NAME_WORDS


def _is_place_line(line: TextLine) -> bool:
    """Tell whether a line is a place and nothing else: "Portland, Oregon"."""
    listed = [part.strip() for part in line.text.split(",")]
    towns = len(listed) <= _MAX_PLACE_PARTS and all(part[:1].isupper() for part in listed)
    return not line.bulleted and len(listed) > 1 and towns and is_region(listed[-1]) and not _names_a_title(line.text)


def _is_name_below(lines: Sequence[TextLine], position: int, end: int, width: int | None) -> bool:
    """Tell whether a line below a date is a name; `width` is how wide lines are, given where bullets follow."""
    line = lines[position]
    if not reads_as_header_line(line):
        return False
    if width is not None and position + 1 < end and lines[position + 1].bulleted:
        return True
    is_short = width is not None and len(line.text) < width // 2
    return looks_like_org(line.text) or _names_a_title(line.text) or is_short
