"""From words with places on a page to lines of text, as somebody reads them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_WIDE: Final = 1.5
"""From this share of a line's height on, a gap between words parts columns or cells, and is kept as two spaces."""
_APART: Final = 0.5
"""So much more than the usual gap between lines, in heights of a line, is an empty line."""


class Word(NamedTuple):
    """A word and its box, in points; `top` and `bottom` count downwards from the top of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


class Row(NamedTuple):
    """Words on one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        """Give the upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Give the lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        """Write the words down, with two spaces for a wide gap."""
        written = self.words[0].text
        for before, word in pairwise(self.words):
            wide = word.x0 - before.x1 > _WIDE * (word.bottom - word.top)
            written += ("  " if wide else " ") + word.text
        return written


def rows(words: Iterable[Word]) -> list[Row]:
    """Put words into lines: those whose middle lies within the line that is being written."""
    found: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        middle = (word.top + word.bottom) / 2
        if found and top <= middle <= bottom:
            found[-1].append(word)
            continue
        found.append([word])
        top, bottom = word.top, word.bottom
    return [Row(tuple(sorted(row, key=lambda word: (word.x0, word.x1)))) for row in found]


def text_of(lines: Sequence[Row]) -> str:
    """Write lines down, with an empty line where more than the usual gap is between two."""
    if not lines:
        return ""
    height = median(row.bottom - row.top for row in lines)
    gaps = [after.top - before.bottom for before, after in pairwise(lines)]
    usual = median(gap for gap in gaps if gap > -height) if any(gap > -height for gap in gaps) else 0.0
    written = [lines[0].text]
    for gap, row in zip(gaps, lines[1:], strict=True):
        if gap > usual + _APART * height or gap < -height:
            written.append("")
        written.append(row.text)
    return "\n".join(written)
