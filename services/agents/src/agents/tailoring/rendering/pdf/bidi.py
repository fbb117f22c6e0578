"""Which way each letter of a line runs: the Unicode bidirectional algorithm without explicit marks.

A source text has no marks of direction (normalising takes them out), so that rules X1 to X10 of UAX 9 have nothing to
do. What is left: base direction (P2, P3), weak types (W1 to W7), neutrals (N1, N2), levels (I1, I2), order (L2).
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

_STRONG_RIGHT: Final = frozenset({"R", "AL"})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "BN"})
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class Stretch(NamedTuple):
    """Characters `start` to `end` of a line, all of one level; odd levels run from right to left."""

    start: int
    end: int
    level: int


def runs_right_to_left(text: str) -> bool:
    """Tell whether a text has letters that run from right to left at all."""
    return _RIGHT_TO_LEFT.search(text) is not None


def base_level(text: str) -> int:
    """Give 1 where the first letter with a direction runs from right to left, else 0."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return 0
        if kind in _STRONG_RIGHT:
            return 1
    return 0


def levels(text: str, base: int) -> list[int]:
    """Give the level of each character of a paragraph."""
    if not runs_right_to_left(text):
        return [base] * len(text)
    strong = "R" if base else "L"
    kinds = _weak([unicodedata.bidirectional(character) or "L" for character in text], strong)
    kinds = _neutrals(kinds, strong)
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def visual(line: Sequence[int]) -> list[Stretch]:
    """Order the stretches of a line, given the levels of its characters, from left to right (L2)."""
    stretches: list[Stretch] = []
    place = 0
    for level, group in groupby(line):
        length = len(list(group))
        stretches.append(Stretch(place, place + length, level))
        place += length
    for turned in range(max(line, default=0), 0, -1):
        first = 0
        while first < len(stretches):
            last = first
            while last < len(stretches) and stretches[last].level >= turned:
                last += 1
            stretches[first:last] = reversed(stretches[first:last])
            first = last + 1
    return stretches


def _weak(kinds: list[str], strong: str) -> list[str]:
    """Resolve marks, numbers and what stands beside them (W1 to W7)."""
    before = strong
    last_strong = strong
    for place, kind in enumerate(kinds):
        now = before if kind == "NSM" else kind
        if now == "EN" and last_strong == "AL":
            now = "AN"
        if now in {"L", "R", "AL"}:
            last_strong = now
        kinds[place] = before = now
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in {"EN", "AN"})):
            kinds[place] = left
    _signs_of_numbers(kinds)
    last_strong = strong
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            last_strong = kind
        elif kind == "EN" and last_strong == "L":
            kinds[place] = "L"
    return kinds


def _signs_of_numbers(kinds: list[str]) -> None:
    """Make "$" and "%" beside a number a part of it (W5), other separators neutral (W6)."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end == place:
            place += 1
            continue
        beside = {kinds[place - 1] if place else "", kinds[end] if end < len(kinds) else ""}
        kinds[place:end] = ["EN" if "EN" in beside else "ON"] * (end - place)
        place = end
    kinds[:] = ["ON" if kind in {"ES", "CS"} else kind for kind in kinds]


def _neutrals(kinds: list[str], strong: str) -> list[str]:
    """Give neutrals the direction of what is around them, where both sides agree, else that of the paragraph."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > place:
            left = _direction(kinds[place - 1]) if place else strong
            right = _direction(kinds[end]) if end < len(kinds) else strong
            kinds[place:end] = [left if left == right else strong] * (end - place)
        place = max(end, place + 1)
    return kinds


def _direction(kind: str) -> str:
    return "L" if kind == "L" else "R"
