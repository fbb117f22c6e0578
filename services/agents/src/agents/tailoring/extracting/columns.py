"""Finds the gutter between two columns, and reads the words of a page column by column.

A gutter is a strip of 12 points or more that no word enters over most of the height of what it parts, with lines on
both sides of it. Dates beside entries leave such a strip too, and must stay with their entries: what stands in a column
of its own begins at one place, line under line, and is more than dates.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from agents.tailoring.extracting.lines import Row, Word, rows

GUTTER_POINTS: Final = 12.0
_FREE_SHARE: Final = 0.6
_MIN_LINES: Final = 6
"""Fewer lines on a side of a strip are no column."""
_MIN_SIDE_SHARE: Final = 0.12
"""Of the characters: less is a margin's note, or the bullets of a list."""
_ALIGNED_SHARE: Final = 0.4
_ALIGNED_POINTS: Final = 3.0
_DATED_SHARE: Final = 0.5
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}/\d{2,4}\b|^(?:present|current|now)$", re.IGNORECASE)
_MAX_DEPTH: Final = 2


class Reading(NamedTuple):
    """Lines in the order in which they are read: blocks, and between two of them an empty line."""

    blocks: list[list[Row]]
    columns: int


class Gutter(NamedTuple):
    """A strip from `low` to `high`, and the lines that it parts: from `first` to before `end`."""

    low: float
    high: float
    first: int
    end: int

    def is_free(self, row: Row) -> bool:
        """Tell whether no word of a line enters the strip."""
        return all(word.x1 <= self.low or word.x0 >= self.high for word in row.words)


def read_by_column(words: Sequence[Word], depth: int = 0) -> Reading:
    """Cut a page at its gutters, and order its lines: down the left column, then down the right one."""
    lines = rows(words)
    gutter = _gutter(lines) if depth < _MAX_DEPTH else None
    if gutter is None:
        return Reading([lines] if lines else [], 1)
    blocks: list[list[Row]] = [lines[: gutter.first]]
    columns = 1
    for free, run in groupby(lines[gutter.first : gutter.end], gutter.is_free):
        if not free:
            blocks.append(list(run))
            continue
        beside = [word for row in run for word in row.words]
        left = [word for word in beside if word.x1 <= gutter.low]
        right = [word for word in beside if word.x0 >= gutter.high]
        inner = [read_by_column(half, depth + 1) for half in (left, right) if half]
        columns = max(columns, sum(reading.columns for reading in inner))
        blocks.extend(block for reading in inner for block in reading.blocks)
    blocks.append(lines[gutter.end :])
    return Reading([block for block in blocks if block], columns)


def _gutter(lines: Sequence[Row]) -> Gutter | None:
    """Find the widest strip that parts columns."""
    if len(lines) < _MIN_LINES:
        return None
    words = [word for row in lines for word in row.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    letters = _letters(words)
    widest, found = 0.0, None
    for high in _candidates(lines, left, right):
        gutter = _reach(lines, high - GUTTER_POINTS, high)
        if gutter is None:
            continue
        parted = lines[gutter.first : gutter.end]
        free = [row for row in parted if gutter.is_free(row)]
        if _height(free) >= _FREE_SHARE * _height(parted) and _parts(free, gutter, letters):
            width = high - max((word.x1 for row in free for word in row.words if word.x1 <= gutter.low), default=left)
            if width > widest:
                widest, found = width, gutter
    return found


def _reach(lines: Sequence[Row], low: float, high: float) -> Gutter | None:
    """Tell which lines a strip parts: a page may have a head as wide as itself, and one column may be longer."""
    strip = Gutter(low, high, 0, len(lines))
    free = [number for number, row in enumerate(lines) if strip.is_free(row)]
    lefts = [number for number in free if lines[number].words[0].x1 <= low]
    rights = [number for number in free if lines[number].words[-1].x0 >= high]
    if not lefts or not rights:
        return None
    first, end = max(lefts[0], rights[0]), min(lefts[-1], rights[-1]) + 1
    while end < len(lines) and strip.is_free(lines[end]):
        end += 1
    return Gutter(low, high, first, end) if first < end else None


def _height(lines: Iterable[Row]) -> float:
    return sum(row.bottom - row.top for row in lines)


def _candidates(lines: Sequence[Row], left: float, right: float) -> list[float]:
    """List where a right column may begin: places at which words behind a gap begin in several lines."""
    begins: Counter[int] = Counter()
    for row in lines:
        for before, word in pairwise(row.words):
            if word.x0 - before.x1 >= GUTTER_POINTS:
                begins[int(word.x0)] += 1
        if row.words[0].x0 > left + GUTTER_POINTS:
            begins[int(row.words[0].x0)] += 1
    width = right - left
    return sorted(
        float(place)
        for place, count in begins.items()
        if count + begins[place + 1] + begins[place - 1] >= 3 and 0.1 * width < place - left < 0.9 * width  # noqa: PLR2004, a column is no margin
    )


def _parts(free: Sequence[Row], gutter: Gutter, letters: int) -> bool:
    """Tell whether what stands on the two sides of a strip are columns; `letters` are those of the whole page."""
    sides = [
        [words for row in free if (words := [word for word in row.words if word.x1 <= gutter.low])],
        [words for row in free if (words := [word for word in row.words if word.x0 >= gutter.high])],
    ]
    if min(map(len, sides)) < _MIN_LINES or min(sum(map(_letters, side)) for side in sides) < _MIN_SIDE_SHARE * letters:
        return False
    begins = Counter(round(words[0].x0 / _ALIGNED_POINTS) for words in sides[1])
    aligned = max(begins[place] + begins[place + 1] for place in begins)
    return aligned >= _ALIGNED_SHARE * len(sides[1]) and not any(_is_dates(side) for side in sides)


def _letters(words: Iterable[Word]) -> int:
    return sum(len(word.text) for word in words)


def _is_dates(side: Sequence[Sequence[Word]]) -> bool:
    dated = sum(any(_DATE.search(word.text) for word in words) for words in side)
    return dated >= _DATED_SHARE * len(side)
