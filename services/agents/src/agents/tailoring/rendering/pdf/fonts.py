"""The fonts of one document: what a letter's code is, how wide it is, and what it means to whoever reads the file.

A letter that has to be shaped (Arabic, Indic scripts, loose marks) is set as a glyph and not as a character. Such a
glyph gets a private code, and the file says for each code which text it stands for. So what is copied or read from the
PDF is the text itself: a ligature is never lost, and a letter that no font has is a box that still reads as the letter.
"""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace
from typing_extensions import override

from agents.tailoring.rendering.pdf.coverage import FONTS

_FIRST_PRIVATE: Final = 0xF0000
_NOTDEF: Final = 0


@cache
def _parsed(font: str) -> Any:  # noqa: ANN401 - reportlab says nothing of its types
    return TTFontFace(str(FONTS / f"{font}.ttf"))


class LetterFont(TTFont):  # type: ignore[misc]
    """A font in one document. Private codes are handed out in the order in which they are first needed."""

    def __init__(self, name: str) -> None:
        # as the base class does, but without parsing the file anew: only what is added is one document's own
        self.fontName = name
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = True
        self.shapable = False
        self.face = copy.copy(_parsed(name))
        self.face.charToGlyph = dict(self.face.charToGlyph)
        self.face.charWidths = dict(self.face.charWidths)
        self._private: dict[tuple[int, str], int] = {}
        self._meaning: dict[int, str] = {}

    def code(self, glyph: int, meaning: str, width: float) -> str:
        """Give the private character for a glyph that stands for a text, maybe for none. `width` in thousandths."""
        code = self._private.get((glyph, meaning))
        if code is None:
            code = _FIRST_PRIVATE + len(self._private)
            self._private[glyph, meaning] = code
            self._meaning[code] = meaning
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = width
        return chr(code)

    def box(self, character: str) -> str:
        """Give the private character of the box that stands for a letter which no font has."""
        return self.code(_NOTDEF, character, self.face.defaultWidth)

    @override
    def addObjects(self, doc: Any) -> None:
        """Add the font to the file, and say what its private codes stand for."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        before = set(doc.idToObject)
        super().addObjects(doc)
        maps = [name for name in doc.idToObject if name not in before and name.startswith("toUnicodeCMap:")]
        for name, subset in zip(maps, subsets, strict=True):
            doc.idToObject[name].content = _meanings(subset, self._meaning)


class Fonts(dict[str, LetterFont]):
    """The fonts that a document needs, opened at first use and known to the drawing library by their names."""

    def __missing__(self, name: str) -> LetterFont:
        font = self[name] = LetterFont(name)
        font.unregister()  # what the document before had under this name
        pdfmetrics.registerFont(font)
        return font


def _meanings(subset: list[int], meaning: Mapping[int, str]) -> str:
    """Write the map from the codes of a subset to text (PDF 32000, 9.10.3)."""
    texts = [meaning.get(code, chr(code) if code else "") for code in subset]
    rows = [f"<{number:02X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in enumerate(texts)]
    chunks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = [line for chunk in chunks for line in (f"{len(chunk)} beginbfchar", *chunk, "endbfchar")]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *body,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
