"""Which font has which letters: told by a table, so that no font is opened that a text does not need."""

from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

FONTS: Final = Path(__file__).parent / "fonts"
PLAIN: Final = "sans"
BOLD: Final = "sans-bold"
FALLBACK: Final = "fallback"


class Coverage(NamedTuple):
    """The characters of a font: from `starts[n]` to `ends[n]`, both included, ascending."""

    font: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, character: str) -> bool:
        """Tell whether the font can write a character."""
        code = ord(character)
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


@cache
def coverages() -> tuple[Coverage, ...]:
    """Read the table: fonts in the order in which they are asked."""
    found: list[Coverage] = []
    for line in (FONTS / "coverage.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        font, _, ranges = line.partition(": ")
        bounds = [part.partition("-") for part in ranges.split()]
        starts = tuple(int(start, 16) for start, _, _ in bounds)
        ends = tuple(int(end or start, 16) for start, _, end in bounds)
        found.append(Coverage(font, starts, ends))
    return tuple(found)


@lru_cache(maxsize=4096)
def font_of(character: str, *, bold: bool = False) -> str | None:
    """Name the font for a character, None where no font has it. Only Latin, Greek and Cyrillic have a bold one."""
    for coverage in coverages():
        if coverage.font != BOLD and coverage.has(character):
            return BOLD if bold and coverage.font == PLAIN else coverage.font
    return None


def covers(font: str, character: str) -> bool:
    """Tell whether a font has a character."""
    return any(coverage.font == font and coverage.has(character) for coverage in coverages())


def uncovered(text: str) -> list[str]:
    """List the characters that no font has, sorted; white space is not set and needs none."""
    return sorted({character for character in text if not character.isspace() and font_of(character) is None})
