"""Places lines on pages, and finds how much air there is room for."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.tailoring.rendering.pdf.typeset import FORMS, MARGIN, PAGE, SetLine, SetParagraph

HEIGHT: Final = PAGE[1] - 2 * MARGIN
_AIR: Final = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""How much of the full spacing is tried, the loosest first. Letters keep their size."""
_LEADING: Final = (1.14, 0.2)
"""A line's height by its size: the least, and what full spacing adds."""


class Placed(NamedTuple):
    """A line and its base line's distance from the top of the column; `rule`: a stroke stands below it."""

    line: SetLine
    y: float
    rule: bool


def pages(paragraphs: Sequence[SetParagraph]) -> list[list[Placed]]:
    """Place paragraphs on pages: as loose as may be without a page more than the tightest spacing needs."""
    fewest = len(placed(paragraphs, _AIR[-1]))
    for air in _AIR:
        made = placed(paragraphs, air)
        if len(made) <= fewest:
            return made
    return placed(paragraphs, _AIR[-1])


def placed(paragraphs: Sequence[SetParagraph], air: float) -> list[list[Placed]]:
    """Place paragraphs on pages with a share of the full spacing."""
    made: list[list[Placed]] = [[]]
    y = 0.0
    for number, paragraph in enumerate(paragraphs):
        above = FORMS[paragraph.role].air(air) if made[-1] else 0.0
        if made[-1] and y + above + _needed(paragraphs, number, air) > HEIGHT:
            made.append([])
            y, above = 0.0, 0.0
        y += above
        for place, line in enumerate(paragraph.lines):
            leading = _leading(line, air)
            if made[-1] and y + leading > HEIGHT:
                made.append([])
                y = 0.0
            rule = paragraph.role == "heading" and place == len(paragraph.lines) - 1
            made[-1].append(Placed(line, y + 0.8 * leading, rule))
            y += leading
    return made


def _needed(paragraphs: Sequence[SetParagraph], number: int, air: float) -> float:
    """Give the height that has to be free to begin a paragraph here: its first line, and what must follow it."""
    paragraph = paragraphs[number]
    if not paragraph.keeps:
        return _leading(paragraph.lines[0], air) if paragraph.lines else 0.0
    height = sum(_leading(line, air) for line in paragraph.lines)
    if number + 1 < len(paragraphs):
        height += FORMS[paragraphs[number + 1].role].air(air) + _needed(paragraphs, number + 1, air)
    return min(height, HEIGHT)


def _leading(line: SetLine, air: float) -> float:
    return line.size * (_LEADING[0] + _LEADING[1] * air)
