"""Where a line may end: at spaces, between the letters of scripts that write without them, else anywhere."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

_WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_CLOSING: Final = frozenset(")]}、。，．！？：；」』）】〉》”’%‰°")  # noqa: RUF001, the marks of these scripts


def lines(text: str, fits: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Break a text into lines.

    Args:
        text: On one line, its white space single.
        fits: Whether the characters from a start to an end have room on a line.

    Returns:
        Start and end of each line, without the space that it was broken at. Every other character is in a line.
    """
    made: list[tuple[int, int]] = []
    start, end = 0, 0
    for stop in _stops(text):
        if end > start and not fits(start, _trimmed(text, start, stop)):
            made.append((start, _trimmed(text, start, end)))
            start = end
        while not fits(start, _trimmed(text, start, stop)):
            cut = _longest(start, stop, fits)
            made.append((start, cut))
            start = cut
            if start >= stop:
                break
        end = stop
    if start < len(text):
        made.append((start, _trimmed(text, start, len(text))))
    return made


def _stops(text: str) -> Iterator[int]:
    """Yield where a line may be broken, the end of the text last; a space belongs to what stands before it."""
    for place in range(1, len(text)):
        before, after = text[place - 1], text[place]
        if (before == " " and after != " ") or (_between(before, after) and not unicodedata.combining(after)):
            yield place
    if text:
        yield len(text)


def _between(before: str, after: str) -> bool:
    wide = _WIDE.match(before) is not None and _WIDE.match(after) is not None
    return wide and after not in _CLOSING


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _longest(start: int, stop: int, fits: Callable[[int, int], bool]) -> int:
    """Give the end of the longest piece of a word that fits, of one character at least."""
    low, high = start + 1, stop - 1
    while low < high:
        middle = (low + high + 1) // 2
        if fits(start, middle):
            low = middle
        else:
            high = middle - 1
    return low
