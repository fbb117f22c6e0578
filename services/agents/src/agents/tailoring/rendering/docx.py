"""Writes a result as DOCX: real headings, real lists, nothing else; the same bytes for the same result."""

import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from agents.tailoring.rendering.layout import name_line
from agents.tailoring.rendering.pdf.bidi import base_level
from agents.tailoring.rendering.sheet import Paragraph, Role, sheet
from contracts.documents import OptimisedDoc

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.styles.style import ParagraphStyle

_FONT: Final = "Arial"
"""On every machine, and with a fallback for every script on each."""
_SOME_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the first that the format can say."""
_MARGIN: Final = 54.0
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no way to say, and no text means."""


class _Look(NamedTuple):
    style: str
    size: float
    above: float
    bold: bool = False


_LOOKS: Final[Mapping[Role, _Look]] = MappingProxyType(
    {
        "name": _Look("Title", 18, 0, bold=True),
        "contact": _Look("Subtitle", 10, 2),
        "heading": _Look("Heading 1", 12, 12, bold=True),
        "entry": _Look("Heading 2", 10.5, 8, bold=True),
        "bullet": _Look("List Bullet", 10.5, 2),
        "prose": _Look("Normal", 10.5, 3),
    }
)


def docx(doc: OptimisedDoc) -> bytes:
    """Write a result as DOCX."""
    document = Document()
    _prepare(document, name_line(doc.contact))
    for paragraph in sheet(doc):
        _add(document, paragraph)
    return _packed(document)


def _prepare(document: "Word", title: str) -> None:
    """Set styles, margins and properties; nothing in them tells when or where the file was made."""
    for look in _LOOKS.values():
        style: ParagraphStyle = document.styles[look.style]
        style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(look.size), look.bold, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        for plain, complex_script in (
            ("w:b", "w:bCs"),
            ("w:sz", "w:szCs"),
        ):
            _beside(style.element.rPr, plain, complex_script)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(look.above), Pt(0)
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(_MARGIN)
    properties = document.core_properties
    properties.title = _NOT_IN_XML.sub("\ufffd", title)[:255]
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = _SOME_DAY
    properties.revision = 1


def _beside(properties: Any, plain: str, complex_script: str) -> None:  # noqa: ANN401 - an element of XML
    """Say of letters of complex scripts (Arabic, Hebrew, Thai, Hindi) what is said of all others."""
    for old in properties.findall(qn(complex_script)):
        properties.remove(old)
    known = properties.find(qn(plain))
    if known is not None:
        twin = OxmlElement(complex_script)
        twin.attrib.update(known.attrib)
        known.addnext(twin)


def _add(document: "Word", paragraph: Paragraph) -> None:
    text = _NOT_IN_XML.sub("\ufffd", paragraph.text)
    added = document.add_paragraph(text, style=_LOOKS[paragraph.role].style)
    if base_level(paragraph.text):
        added.alignment = WD_ALIGN_PARAGRAPH.LEFT  # of a line from right to left, "left" is where it begins
        added._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - the library has no name for it
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def _packed(document: "Word") -> bytes:
    """Pack the document anew with fixed dates: the library writes the time of day into every part."""
    written = BytesIO()
    document.save(written)
    packed = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _OLDEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
