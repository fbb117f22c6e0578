"""From words with places on a page to lines of text, as somebody reads them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

_WIDE: Final = 1.5
"""From this share of a line's height on, a gap between words parts columns or cells, and is kept as two spaces."""
_APART: Final = 0.5
"""So much more than the usual gap between lines, in heights of a line, is an empty line."""

_BULLETS: Final = frozenset("•●▪◦‣∙➢○■")
_NAMELESS: Final = "(cid:"
"""How a letter is written whose font does not say what it is: at a line's beginning, a bullet."""
_SAME_EDGE: Final = 2.0
"""Points between edges that are one."""


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


def gaps_of(lines: Sequence[Row]) -> list[float]:
    """Give the gap below each line but the last, in points; negative where the next line does not stand below."""
    return [after.top - before.bottom for before, after in pairwise(lines)]


def text_of(lines: Sequence[Row], earlier: Sequence[float] = ()) -> str:
    """Write lines down, with an empty line where more than the usual gap is between two.

    A line that begins right below the text of a bullet goes on with it, whatever it begins with.

    Args:
        lines: Those of a page, or of a column.
        earlier: The gaps of the pages before: what is usual is so in the whole file, and a page that holds little but
            headings and headers has no usual gap of its own.
    """
    if not lines:
        return ""
    height = median(row.bottom - row.top for row in lines)
    gaps = gaps_of(lines)
    below = [gap for gap in (*earlier, *gaps) if gap > -height]
    usual = median(below) if below else 0.0
    written = [lines[0].text]
    edge = _text_edge(lines[0])
    for gap, row in zip(gaps, lines[1:], strict=True):
        if gap > usual + _APART * height or gap < -height:
            written.append("")
        elif edge is not None and abs(row.words[0].x0 - edge) < _SAME_EDGE and not written[-1].endswith("-"):
            written[-1] += f" {row.text}"
            continue
        written.append(row.text)
        edge = _text_edge(row)
    return "\n".join(written)


def _text_edge(row: Row) -> float | None:
    """Give where the text of a bullet begins, None for a line without one."""
    mark = row.words[0].text
    bulleted = mark in _BULLETS or mark.startswith(_NAMELESS)
    return row.words[1].x0 if bulleted and len(row.words) > 1 else None
