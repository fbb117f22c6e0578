"""Reads our own exports as somebody else's machine would: their text, and what is known of their form."""

import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from contracts.documents import Layout

if TYPE_CHECKING:
    from docx.document import Document as Word
    from pypdf import PageObject

_SAME_LINE: Final = 2.0
"""Points between two pieces of one line at most."""
_GAP: Final = 1.22
"""How much more than the usual distance of lines a gap is."""
_SET_IN: Final = 8.0
"""Points from the margin from which on a line is set in; bullets stand before that."""
_BULLET: Final = "•"
_LIST: Final = "List"
_BOX: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"


def text_of_docx(content: bytes) -> tuple[str, Layout]:
    """Read a DOCX: a line for each paragraph, a bullet before those of lists, an empty line before headings."""
    from docx import Document  # noqa: PLC0415 - in the computing process alone

    document = Document(BytesIO(content))
    boxes = sum(1 for _ in document.element.iter(_BOX))
    outside = sum(
        bool(paragraph.text.strip())
        for section in document.sections
        for part in (section.header, section.footer)
        for paragraph in part.paragraphs
    )
    layout = Layout(tables=len(document.tables) + boxes + outside, images=len(document.inline_shapes), extractor="docx")
    return "\n".join(_paragraphs(document)), layout


def _paragraphs(document: "Word") -> Iterator[str]:
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style is not None else None
        if style is not None and style.startswith("Heading"):
            yield ""
        yield f"• {paragraph.text}" if style is not None and style.startswith(_LIST) else paragraph.text


class _Piece(NamedTuple):
    """A stretch of text on a page, and where it begins, in points."""

    text: str
    x: float
    y: float


def text_of_pdf(content: bytes) -> tuple[str, Layout]:
    """Read a PDF: its lines in the order of the file, an empty one where more room than usual is between two.

    A line that is set in from the margin without a bullet goes on with the one above. Letters in a form of their own,
    as Arabic has them, become plain ones.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - in the computing process alone

    pages = PdfReader(BytesIO(content)).pages
    read = [_page_lines(page) for page in pages]
    steps = sorted(upper.y - lower.y for lines in read for upper, lower in pairwise(lines))
    usual = steps[len(steps) // 10] if steps else 0.0
    margin = min((line.x for lines in read for line in lines), default=0.0)
    told: list[str] = []
    for lines in read:
        above: _Piece | None = None
        for line in lines:
            if told and line.x > margin + _SET_IN and not line.text.startswith(_BULLET):
                told[-1] = f"{told[-1]} {line.text}"
            else:
                told += ["", line.text] if above is not None and above.y - line.y > _GAP * usual else [line.text]
            above = line
    images = sum(len(page.images) for page in pages)
    return _plain_letters("\n".join(told)), Layout(pages=len(pages), images=images, extractor="pypdf")


def _page_lines(page: "PageObject") -> list[_Piece]:
    """Put the pieces of a page together to lines."""
    lines: list[_Piece] = []

    def seen(text: str, _space: object, place: Sequence[float], *_: object) -> None:
        piece = _Piece(text.strip("\n"), place[4], place[5])
        if lines and (abs(lines[-1].y - piece.y) < _SAME_LINE or not piece.text.strip()):
            lines[-1] = lines[-1]._replace(text=lines[-1].text + piece.text)
        elif piece.text.strip():
            lines.append(piece)

    page.extract_text(visitor_text=seen)
    return lines


def _plain_letters(text: str) -> str:
    return "".join(
        unicodedata.normalize("NFKC", letter) if "\ufb1d" <= letter <= "\ufefc" else letter for letter in text
    )
