"""Derives the fonts of the PDF from their sources: `python -m agents.tailoring.rendering.pdf.derive --source FOLDER`.

The sources are the TrueType files of Debian's packages `fonts-noto-core`, `fonts-droid-fallback` and
`fonts-nanum`, unpacked. Hinting,
and whatever else is not needed to set and place letters, is left out. `coverage.txt` says which characters each font
has, so that a font is opened only where a text needs it.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from pathlib import Path
from typing import Any, Final

from fontTools import subset  # type: ignore[import-not-found]

_SCRIPTS: Final = (
    "Hebrew", "Arabic", "Armenian", "Georgian", "Thai", "Lao", "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Tamil",
    "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Myanmar", "Ethiopic",
)  # fmt: skip
_SOURCES: Final = (
    ("sans", "NotoSans-Regular.ttf"),
    ("sans-bold", "NotoSans-Bold.ttf"),
    *((script.lower(), f"NotoSans{script}-Regular.ttf") for script in _SCRIPTS),
    ("fallback", "DroidSansFallbackFull.ttf"),
    ("hangul", "NanumGothic.ttf"),
    ("symbols", "NotoSansSymbols2-Regular.ttf"),
    ("arrows", "NotoSansMath-Regular.ttf"),
)
_ONLY: Final = {
    "hangul": (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xAC00, 0xD7A4)),
    "symbols": (range(0x2000, 0x2C00),),
    "arrows": (range(0x2000, 0x2C00),),
}
"""What is taken of fonts that have much more."""
_RENAMED: Final = {"hangul": "ResumeHangul"}
"""What changed may not bear a reserved name (SIL Open Font License, 3)."""
_NAMING: Final = frozenset({1, 3, 4, 6})
_TEXT: Final = (range(0x20, 0x7F), range(0xA0, 0xE000), range(0xF900, 0x110000))
"""All but controls and private characters: nobody's name is written with those."""
_NO_MARKS: Final = ("kern", "liga", "clig", "dlig", "calt", "salt", "smcp", "c2sc", "frac", "ordn", "sups", "subs")
"""What changes how letters look, and is not needed to write a script rightly."""


def main() -> None:
    """Write the fonts and the table of what they cover."""
    parser = argparse.ArgumentParser(prog="python -m agents.tailoring.rendering.pdf.derive", description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="folder of the unpacked packages")
    parser.add_argument("--target", type=Path, default=Path(__file__).parent / "fonts", help="folder of the fonts")
    options = parser.parse_args()
    lines = ["# The characters of each font, in the order in which fonts are asked. Made by derive.py."]
    for name, file in _SOURCES:
        source = next(options.source.rglob(file))
        target = options.target / f"{name}.ttf"
        covered = _cut(source, target, _ONLY.get(name, _TEXT), simple=name in _ONLY or name == "fallback")
        lines.append(f"{name}: {' '.join(_ranges(covered))}")
        print(f"{target.name}: {len(covered)} characters, {target.stat().st_size / 1000:.0f} kB")  # noqa: T201 - a command
    (options.target / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cut(source: Path, target: Path, wanted: Sequence[range], *, simple: bool) -> list[int]:
    """Write a font without what is not needed, and give the characters that it has."""
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # with copyright and licence
    options.layout_features = [] if simple else sorted(set(options.layout_features) - set(_NO_MARKS))
    font: Any = subset.load_font(str(source), options)
    characters = sorted(code for code in font.getBestCmap() if any(code in part for part in wanted))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    if target.stem in _RENAMED:
        for record in font["name"].names:
            if record.nameID in _NAMING:
                record.string = _RENAMED[target.stem]
    subset.save_font(font, str(target), options)
    return characters


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    counter = count()
    for _, group in groupby(codes, key=lambda code: code - next(counter)):
        run = list(group)
        yield f"{run[0]:x}" if len(run) == 1 else f"{run[0]:x}-{run[-1]:x}"


if __name__ == "__main__":
    main()
