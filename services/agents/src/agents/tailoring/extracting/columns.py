"""Finds the gutter between two columns, and reads the words of a page column by column.

A gutter is a strip of 12 points or more that no word enters over most of the text's height, with lines on both sides
of it. Dates beside entries leave such a strip too, and must stay with their entries: what stands in a column of its
own begins at one place, line under line, and is more than dates.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from agents.tailoring.extracting.lines import Row, Word, rows

GUTTER_POINTS: Final = 12.0
_FREE_SHARE: Final = 0.6
_BOTH_ROWS: Final = 6
"""Fewer lines with words on both sides of a strip are no columns."""
_MIN_SIDE_SHARE: Final = 0.15
"""Of the characters: less is a margin's note, or the bullets of a list."""
_ALIGNED_SHARE: Final = 0.5
_ALIGNED_POINTS: Final = 3.0
_DATED_SHARE: Final = 0.5
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}/\d{2,4}\b|^(?:present|current|now)$", re.IGNORECASE)
_MAX_DEPTH: Final = 2


class Reading(NamedTuple):
    """Lines in the order in which they are read: blocks, and between two of them an empty line."""

    blocks: list[list[Row]]
    columns: int


def read_by_column(words: Sequence[Word], depth: int = 0) -> Reading:
    """Cut a page at its gutters, and order its lines: down the left column, then down the right one."""
    lines = rows(words)
    gutter = None if depth >= _MAX_DEPTH else _gutter(lines)
    if gutter is None:
        return Reading([lines] if lines else [], 1)
    low, high = gutter
    blocks: list[list[Row]] = []
    beside: list[Word] = []
    columns = 1

    def flush() -> None:
        nonlocal columns
        halves = [[word for word in beside if word.x1 <= high], [word for word in beside if word.x0 >= low]]
        inner = [read_by_column(half, depth + 1) for half in halves if half]
        columns = max(columns, sum(reading.columns for reading in inner))
        blocks.extend(block for reading in inner for block in reading.blocks)
        beside.clear()

    for row in lines:
        if any(word.x0 < high and word.x1 > low for word in row.words):
            flush()
            blocks.append([row])
        else:
            beside.extend(row.words)
    flush()
    return Reading(_joined(blocks), columns)


def _joined(blocks: Iterable[list[Row]]) -> list[list[Row]]:
    """Make one block of lines that follow each other across the whole page."""
    joined: list[list[Row]] = []
    for block in blocks:
        if joined and len(block) == 1 and joined[-1] and 0 <= block[0].top - joined[-1][-1].bottom < _near(block[0]):
            joined[-1].extend(block)
        else:
            joined.append(list(block))
    return joined


def _near(row: Row) -> float:
    return row.bottom - row.top


def _gutter(lines: Sequence[Row]) -> tuple[float, float] | None:
    """Find the widest strip that parts columns."""
    if len(lines) < _BOTH_ROWS:
        return None
    words = [word for row in lines for word in row.words]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    total = sum(row.bottom - row.top for row in lines)
    best: tuple[float, float] | None = None
    for start in _candidates(lines, left, right):
        strip = (start - GUTTER_POINTS, start)
        free = [row for row in lines if all(word.x1 <= strip[0] or word.x0 >= strip[1] for word in row.words)]
        if sum(row.bottom - row.top for row in free) < _FREE_SHARE * total or not _parts(free, strip, _letters(words)):
            continue
        low = max((word.x1 for row in free for word in row.words if word.x1 <= strip[0]), default=left)
        if best is None or start - low > best[1] - best[0]:
            best = (max(low, start - 10 * GUTTER_POINTS), start)
    return None if best is None else (best[1] - GUTTER_POINTS, best[1])


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


def _parts(free: Sequence[Row], strip: tuple[float, float], total: int) -> bool:
    """Tell whether what stands on the two sides of a strip are columns."""
    lefts = [[word for word in row.words if word.x1 <= strip[0]] for row in free]
    rights = [[word for word in row.words if word.x0 >= strip[1]] for row in free]
    both = sum(bool(one) and bool(other) for one, other in zip(lefts, rights, strict=True))
    sides = [[words for words in side if words] for side in (lefts, rights)]
    if both < _BOTH_ROWS or min(sum(map(_letters, side)) for side in sides) < _MIN_SIDE_SHARE * total:
        return False
    begins = Counter(round(words[0].x0 / _ALIGNED_POINTS) for words in sides[1])
    aligned = max(begins[place] + begins[place + 1] for place in begins)
    return aligned >= _ALIGNED_SHARE * len(sides[1]) and not any(_is_dates(side) for side in sides)


def _letters(words: Iterable[Word]) -> int:
    return sum(len(word.text) for word in words)


def _is_dates(side: Sequence[Sequence[Word]]) -> bool:
    dated = sum(any(_DATE.search(word.text) for word in words) for words in side)
    return dated >= _DATED_SHARE * len(side)
