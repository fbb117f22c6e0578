"""What stands beside something else without being a column: the contact beside the name, dates beside an entry."""

import re
from collections.abc import Sequence
from typing import Final

from agents.tailoring.extracting.lines import Row, Word
from agents.tailoring.lexicon.headings import heading_key, headings

_HEADER_GAP: Final = 36.0
_HEADER_ROWS: Final = 12
_BEGUN: Final = re.compile(r"(?:[A-Z][a-z]{2,8}\.?|\d{1,2}/)?\s*(?:19|20)\d\d\s*[-–—]")
_WENT_ON: Final = re.compile(r"(?:present|current|now|(?:[a-z]{3,9}\.?\s*)?(?:19|20)\d\d)", re.IGNORECASE)
_DASHES: Final = frozenset("-–—")
_PERIOD_WORDS: Final = 4
_ALIGNED_POINTS: Final = 3.0


def header_of(lines: Sequence[Row]) -> tuple[list[list[Word]], int]:
    """Tell what stands beside each other above the first heading: a name to the left, ways to reach it to the right.

    Returns:
        The words of the two blocks and the number of lines that they take; nothing and 0 where there are no such.
    """
    known = headings()
    count = next((n for n, row in enumerate(lines[: _HEADER_ROWS + 1]) if heading_key(row.text) in known), 0)
    words = sorted((word for row in lines[:count] for word in row.words), key=lambda word: word.x0)
    reached = words[0].x1 if words else 0.0
    widest, cut = 0.0, 0
    for number, word in enumerate(words):
        if word.x0 - reached > widest:
            widest, cut = word.x0 - reached, number
        reached = max(reached, word.x1)
    return ([words[:cut], words[cut:]], count) if widest >= _HEADER_GAP else ([], 0)


def with_whole_periods(lines: Sequence[Row]) -> list[Row]:
    """Pull the end of a period that stands in the line below its beginning up to it.

    "2017 –     Product Manager" over "Present  Leading teams" are two cells, the first of two lines.
    """
    found = list(lines)
    for number in range(len(found) - 1):
        above, below = found[number], found[number + 1]
        begun = _cut(above, _BEGUN)
        went_on = _cut(below, _WENT_ON)
        if not 0 < begun < len(above.words) or not 0 < went_on < len(below.words):
            continue
        if _cut(Row(above.words[begun:]), _WENT_ON) or below.words[went_on].text in _DASHES:
            continue  # each has its own end
        edges = (above.words[0].x0 - below.words[0].x0, above.words[begun - 1].x1 - below.words[went_on - 1].x1)
        if min(map(abs, edges)) <= _ALIGNED_POINTS:
            found[number] = Row((*above.words[:begun], *below.words[:went_on], *above.words[begun:]))
            found[number + 1] = Row(below.words[went_on:])
    return found


def _cut(row: Row, pattern: re.Pattern[str]) -> int:
    """Count the first words of a line that are all of a pattern; 0 where they are not."""
    for count in range(1, min(_PERIOD_WORDS, len(row.words)) + 1):
        if pattern.fullmatch(" ".join(word.text for word in row.words[:count])):
            return count
    return 0
