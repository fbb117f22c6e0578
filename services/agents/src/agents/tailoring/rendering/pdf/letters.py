"""From a text to letters with fonts and places: shaping, direction, and boxes for what no font has."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final, NamedTuple

from agents.tailoring.rendering.pdf.bidi import visual
from agents.tailoring.rendering.pdf.coverage import BOLD, FALLBACK, FONTS, PLAIN, covers, font_of
from agents.tailoring.rendering.pdf.fonts import Fonts, LetterFont

_SIMPLE: Final = frozenset(
    {PLAIN, BOLD, FALLBACK, "hangul", "symbols", "arrows", "armenian", "georgian", "ethiopic", "hebrew"}
)
"""Fonts whose letters stand beside each other as they are, unless there are loose marks."""
_FEATURES: Final = {"kern": False, "liga": False, "clig": False, "calt": True}
_MIRRORED: Final = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
"""What stands for a bracket that is turned around is the bracket as it looks: so every writer of PDF has it."""
_LAM_ALEF: Final = {"لا": "ﻻ", "لأ": "ﻷ", "لإ": "ﻹ", "لآ": "ﻵ"}
"""Ligatures that Arabic cannot do without: one character each, so that turning a line around keeps their order."""


class Letter(NamedTuple):
    """A character to draw, in thousandths of the size: how far the next one is, and how far it is moved itself."""

    character: str
    advance: float
    width: float
    right: float = 0.0
    up: float = 0.0


class Run(NamedTuple):
    """Letters of one font, from left to right."""

    font: str
    letters: tuple[Letter, ...]

    @property
    def advance(self) -> float:
        """Give how wide the run is, in thousandths of the size."""
        return sum(letter.advance for letter in self.letters)


class Letters:
    """Makes letters of texts for one document."""

    def __init__(self) -> None:
        self._fonts = Fonts()
        self._known: dict[tuple[str, bool, int], tuple[Run, ...]] = {}

    def line(self, text: str, levels: Sequence[int], *, bold: int) -> list[Run]:
        """Set a line: its runs from left to right.

        Args:
            text: The line, in the order of reading.
            levels: The direction of each character, as `bidi.levels` gives it.
            bold: How many characters to set bold, from the first on, where a font has that.
        """
        made: list[Run] = []
        for stretch in visual(levels):
            cut = min(max(bold, stretch.start), stretch.end)
            parts = [(text[stretch.start : cut], True), (text[cut : stretch.end], False)]
            for part, is_bold in reversed(parts) if stretch.level % 2 else parts:
                made += self.runs(part, stretch.level, bold=is_bold)
        return made

    def width(self, text: str, levels: Sequence[int], *, bold: int) -> float:
        """Measure a text, in thousandths of the size."""
        return sum(run.advance for run in self.line(text, levels, bold=bold))

    def runs(self, text: str, level: int, *, bold: bool) -> tuple[Run, ...]:
        """Set characters of one direction."""
        key = (text, bold, level % 2)
        if key not in self._known:
            self._known[key] = tuple(self._made(text, turned=bool(level % 2), bold=bold))
        return self._known[key]

    def _made(self, text: str, *, turned: bool, bold: bool) -> Iterator[Run]:
        fonts = iter(_fonts_of(text, bold=bold))
        pieces = [(font, "".join(group)) for font, group in groupby(text, key=lambda _: next(fonts))]
        for font, piece in reversed(pieces) if turned else pieces:
            if font is None:
                box = self._fonts[PLAIN]
                letters = [Letter(box.box(each), box.face.defaultWidth, box.face.defaultWidth) for each in piece]
                yield Run(PLAIN, tuple(reversed(letters) if turned else letters))
            elif turned or font not in _SIMPLE or any(unicodedata.combining(each) for each in piece):
                yield Run(font, tuple(_shaped(piece, self._fonts[font], font, turned=turned)))
            else:
                widths = self._fonts[font].face.getCharWidth
                yield Run(font, tuple(Letter(each, widths(ord(each)), widths(ord(each))) for each in piece))


def _fonts_of(text: str, *, bold: bool) -> list[str | None]:
    """Name the font of each character. A mark, a joiner or a space is set in the font of what it follows, if it can."""
    found: list[str | None] = []
    for character in text:
        own = font_of(character, bold=bold)
        follows = unicodedata.combining(character) or unicodedata.category(character) in {"Mc", "Cf"}
        if follows and found and found[-1] is not None and covers(found[-1], character):
            own = found[-1]
        found.append(own)
    return found


@cache
def _shaper(font: str) -> Any:  # noqa: ANN401 - the library says nothing of its types
    import uharfbuzz  # noqa: PLC0415 - only where letters have to be shaped

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / f"{font}.ttf"))))


def _shaped(text: str, font: LetterFont, name: str, *, turned: bool) -> Iterator[Letter]:
    """Shape a text of one font and direction, and yield its letters from left to right."""
    import uharfbuzz  # noqa: PLC0415

    shaper = _shaper(name)
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if turned else "ltr"
    uharfbuzz.shape(shaper, buffer, _FEATURES)
    scale = 1000 / shaper.face.upem
    infos = list(buffer.glyph_infos)
    for info, place, meaning in zip(infos, buffer.glyph_positions, _meanings(text, infos, turned=turned), strict=True):
        width = shaper.get_glyph_h_advance(info.codepoint) * scale
        yield Letter(
            font.code(info.codepoint, meaning, width),
            place.x_advance * scale,
            width,
            place.x_offset * scale,
            place.y_offset * scale,
        )


def _meanings(text: str, infos: Sequence[Any], *, turned: bool) -> list[str]:
    """Share a text out among its glyphs: each cluster's characters among the cluster's glyphs, in their order.

    Where a cluster has more characters than glyphs, the last glyph stands for the rest; where it has fewer, the last
    glyphs stand for nothing. From right to left the glyphs of a cluster come in reverse.
    """
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    meanings: list[str] = []
    for start, group in groupby(infos, key=lambda info: info.cluster):
        count = len(list(group))
        part = text[start : ends[start]]
        shared = [*part[: count - 1], part[count - 1 :]]
        shared += [""] * (count - len(shared))
        shared = [_LAM_ALEF.get(each, each) for each in shared]
        meanings += [_MIRRORED.get(each, each) for each in reversed(shared)] if turned else shared
    return meanings
