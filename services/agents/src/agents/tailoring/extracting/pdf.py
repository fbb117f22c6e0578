"""Reads a PDF file: page by page, by two extractors, with a report of its form."""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pdfplumber
import pypdf
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page
from pypdf.errors import FileNotDecryptedError

from agents.tailoring.extracting.answer import Extracted, FileRefusedError, checked_length, corrupt, too_heavy
from agents.tailoring.extracting.lines import Word
from agents.tailoring.extracting.pages import PageText, better, from_order, from_words
from contracts.documents import Layout

MAX_PAGES: Final = 40
MAX_GLYPHS: Final = 60_000
"""Of a page; full ones have about 5,000."""

_TOLERANCE: Final = 0.15
"""Of a character's width: a larger gap parts words. By the library's default, tightly set words run together."""
_MAX_LINES: Final = 400
"""Of a page's rules and boxes that tables are looked for in: the time for it grows with their square."""
_MIN_PICTURE: Final = 24.0
"""Points on each side: smaller ones are icons and bullets."""
_SCAN_SHARE: Final = 0.5
_SCAN_WORDS: Final = 10
_MIN_CELLS: Final = 4
_ONCE_SHARE: Final = 0.98
_ICON_FONT: Final = re.compile(
    r"awesome|icomoon|material\W?(?:icons|symbols)|iconfont|glyphicons|fontello", re.IGNORECASE
)
_BULLET_FONT: Final = re.compile(r"wingdings|webdings", re.IGNORECASE)

for _name in ("pdfminer", "pypdf", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what they mind about a foreign file is no news of ours


def read_pdf(content: bytes) -> Extracted:
    """Read a PDF file.

    Raises:
        FileRefusedError: It has a password, no text, or too much of something.
        Exception: It is damaged beyond what both extractors bear.
    """
    ordered = _opened(content)
    count = len(ordered.pages)
    if count == 0:
        raise corrupt("PDF")
    if count > MAX_PAGES:
        raise too_heavy(f"has {count} pages, and at most {MAX_PAGES} are read")
    read: list[PageText] = []
    pictures: list[float] = []
    gaps: list[float] = []
    tables = drawn = 0
    for number, page in enumerate(_placed(content, count)):
        by_order = _by_order(ordered, number)
        if page is None:
            read.append(by_order)
            continue
        by_place = _by_place(page, gaps)
        gaps.extend(by_place.gaps)
        read.append(better(by_place, by_order))
        pictures.extend(_pictures(page))
        drawn += len(page.curves)
        tables += _tables(page)
        checked_length("".join(one.text for one in read))
        page.close()
    text = "\f".join(one.text for one in read)
    _check_readable(text, count, pictures, drawn)
    layout = Layout(
        pages=count,
        columns=max(one.columns for one in read),
        tables=tables,
        images=len(pictures),
        extractor="+".join(sorted({one.extractor for one in read if one.text.strip()})),
    )
    return Extracted(text=text, layout=layout)


def _opened(content: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):  # most "protected" files only forbid changes, and open with it
        raise _locked()
    try:
        len(reader.pages)
    except FileNotDecryptedError:
        raise _locked() from None
    return reader


def _locked() -> FileRefusedError:
    return FileRefusedError("encrypted_file", "the PDF file has a password: save it without one, or paste its text")


def _placed(content: bytes, count: int) -> Iterator[Page | None]:
    """Give the pages as pdfplumber sees them; None for those that it cannot."""
    try:
        opened = pdfplumber.open(io.BytesIO(content), password="")
        pages = opened.pages[:count]
    except (PDFSyntaxError, Exception):  # noqa: BLE001, the other extractor may still read it
        pages = []
    for number in range(count):
        yield pages[number] if number < len(pages) else None


def _by_place(page: Page, earlier: Sequence[float]) -> PageText:
    try:
        _check_size(page)
        _name_symbols(page)
        once = page.dedupe_chars(tolerance=1) if _is_doubled(page) else page
        found = once.extract_words(x_tolerance_ratio=_TOLERANCE)
    except (FileRefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001, the other extractor may still read it
        return PageText("", "pdfplumber")
    return from_words([_word(word) for word in found], earlier)


def _is_doubled(page: Page) -> bool:
    """Tell whether letters are drawn twice to look bold: to look costs less than to take out what is not there."""
    places = {(glyph["text"], round(glyph["x0"]), round(glyph["top"])) for glyph in page.chars}
    return len(places) < _ONCE_SHARE * len(page.chars)


def _name_symbols(page: Page) -> None:
    """Say of letters that a font draws as symbols what they are: bullets, or icons, which normalising takes out."""
    for glyph in page.chars:
        if _ICON_FONT.search(glyph["fontname"]):
            glyph["text"] = "\ue000"
        elif _BULLET_FONT.search(glyph["fontname"]) and glyph["text"].strip():
            glyph["text"] = "•"


def _check_size(page: Page) -> None:
    if len(page.chars) > MAX_GLYPHS:
        raise too_heavy(f"has a page with {len(page.chars)} characters")


def _word(word: dict[str, Any]) -> Word:
    return Word(str(word["text"]), *(float(word[edge]) for edge in ("x0", "x1", "top", "bottom")))


def _by_order(reader: pypdf.PdfReader, number: int) -> PageText:
    try:
        return from_order(reader.pages[number].extract_text())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001, the other extractor may still read it
        return PageText("", "pypdf")


def _pictures(page: Page) -> Iterator[float]:
    """Give the share of the page that each picture covers; icons are left out."""
    area = float(page.width) * float(page.height)
    for picture in page.images:
        width, height = float(picture["width"]), float(picture["height"])
        if min(width, height) >= _MIN_PICTURE and area > 0:
            yield width * height / area


def _tables(page: Page) -> int:
    if len(page.lines) + len(page.rects) + len(page.curves) > _MAX_LINES:
        return 0
    return sum(
        sum(bool(cell and cell.strip()) for row in table.extract() for cell in row) >= _MIN_CELLS
        for table in page.find_tables()
        if len(table.rows) > 1
    )


def _check_readable(text: str, pages: int, pictures: list[float], drawn: int) -> None:
    words = sum(any(letter.isalpha() for letter in word) for word in text.split())
    scanned = words < _SCAN_WORDS * pages and any(share > _SCAN_SHARE for share in pictures)
    if scanned or (words == 0 and (pictures or drawn)):
        raise FileRefusedError(
            "needs_ocr", "the PDF file holds a picture of a text, not text: export it from where it was written"
        )
    if words == 0:
        raise FileRefusedError("empty_file", "the PDF file holds no text")
