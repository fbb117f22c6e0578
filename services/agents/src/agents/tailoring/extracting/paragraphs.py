"""From the XML of a Word document to its lines, in the order of the body: paragraphs, tables, text boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001, its type has no other name

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BULLET: Final = "• "
_MARKS: Final = ("•", "-", "–", "*", "▪", "●", "\uf0b7")
_GONE: Final = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "annotationRef"})
"""What was deleted or moved away while changes were tracked, and what is no text."""
_SIMPLE: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES: Final = frozenset({"blip", "imagedata"})
_MAX_DEPTH: Final = 12
"""Of tables within tables."""


class Styles(NamedTuple):
    """Names of the styles whose paragraphs are items of lists, and of those that are headings."""

    listed: frozenset[str]
    headings: frozenset[str]


@dataclass(slots=True)
class Body:
    """What was found, while it is found."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    tables: int = 0
    images: int = 0
    text_boxes: int = 0
    breaks: int = 0
    boxes: list[Element] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """Give the number of pages as far as breaks tell it."""
        return self.breaks + 1


def styles_of(root: Element | None) -> Styles:
    """Read what the styles of a document say of lists and headings, styles that they are based on included."""
    if root is None:
        return Styles(frozenset(), frozenset())
    based: dict[str, str] = {}
    listed: set[str] = set()
    headed: set[str] = set()
    for style in _children(root, "style"):
        name = _value(style, "styleId")
        based[name] = _value(_child(style, "basedOn"), "val")
        if _is_numbered(_child(style, "pPr")):
            listed.add(name)
        if _value(_child(style, "name"), "val").lower().startswith(("heading", "title")):
            headed.add(name)
    return Styles(_closed(listed, based), _closed(headed, based))


def _closed(known: set[str], based: dict[str, str]) -> frozenset[str]:
    found = set(known)
    for name in based:
        seen: set[str] = set()
        above = name
        while above and above not in seen and above not in known:
            seen.add(above)
            above = based.get(above, "")
        if above in known:
            found.add(name)
    return frozenset(found)


def walked(root: Element, styles: Styles) -> Body:
    """Walk a document, a header or a footer."""
    body = Body()
    inner = _child(root, "body")
    _blocks(root if inner is None else inner, styles, body, 0)
    while body.lines and not body.lines[-1].strip():
        body.lines.pop()
    return body


def _blocks(parent: Element, styles: Styles, body: Body, depth: int) -> None:
    for child in parent:
        match _local(child):
            case "p":
                _paragraph(child, styles, body)
            case "tbl" if depth < _MAX_DEPTH:
                body.tables += 1
                _table(child, styles, body, depth + 1)
            case "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag":
                _blocks(child, styles, body, depth)
            case "sectPr":
                _section(child, body)
            case _:
                pass


def _paragraph(paragraph: Element, styles: Styles, body: Body) -> None:
    settings = _child(paragraph, "pPr")
    style = _value(_child(settings, "pStyle"), "val")
    text = "".join(_runs(paragraph, body)).strip("\n")
    if text.strip() and (_is_numbered(settings) or (style in styles.listed and not _is_unnumbered(settings))):
        text = text.lstrip() if text.lstrip().startswith(_MARKS) else _BULLET + text.lstrip()
    if style in styles.headings and body.lines and body.lines[-1].strip():
        body.lines.append("")
    body.lines.extend(text.split("\n"))
    section = _child(settings, "sectPr")
    if section is not None:
        _section(section, body)
    boxes, body.boxes = body.boxes, []
    for box in boxes:
        body.text_boxes += 1
        body.lines.append("")
        _blocks(box, styles, body, 1)
        body.lines.append("")


def _runs(parent: Element, body: Body) -> Iterator[str]:
    """Give the pieces of a paragraph's text; text boxes that hang on it are kept for later."""
    for child in parent:
        name = _local(child)
        if name in _GONE or (name == "r" and _child(_child(child, "rPr"), "vanish") is not None):
            continue
        if name == "t":
            yield child.text or ""
        elif name == "br" and _value(child, "type") == "page":
            body.breaks += 1
            yield "\n"
        elif name == "lastRenderedPageBreak":
            body.breaks += 1
        elif name in _SIMPLE:
            yield _SIMPLE[name]
        elif name == "sym":
            yield _symbol(child)
        elif name == "txbxContent":
            body.boxes.append(child)
        elif name == "AlternateContent":
            yield from _runs(_alternative(child), body)
        else:
            body.images += name in _PICTURES
            yield from _runs(child, body)


def _alternative(content: Element) -> Element:
    """Choose what today's Word shows; the fallback says the same once more."""
    choice = next((child for child in content if child.tag == f"{_MC}Choice"), None)
    return content if choice is None else choice


def _symbol(symbol: Element) -> str:
    try:
        return chr(int(_value(symbol, "char"), 16))
    except (ValueError, OverflowError):
        return ""


def _table(table: Element, styles: Styles, body: Body, depth: int) -> None:
    """Read a table row by row: cells of a line each are one line, others follow each other."""
    outer = body.lines
    for row in _children(table, "tr"):
        cells: list[list[str]] = []
        for cell in _children(row, "tc"):
            body.lines = []
            _blocks(cell, styles, body, depth)
            lines = [line for line in body.lines if line.strip()]
            if lines:
                cells.append(lines)
        if all(len(cell) == 1 for cell in cells):
            outer.append("  ".join(cell[0].strip() for cell in cells))
        else:
            outer.extend(line for cell in cells for line in (*cell, ""))
    outer.append("")
    body.lines = outer


def _section(section: Element, body: Body) -> None:
    columns = _value(_child(section, "cols"), "num")
    if columns.isdecimal():
        body.columns = max(body.columns, min(int(columns), 9))


def _is_numbered(settings: Element | None) -> bool:
    numbering = _child(settings, "numPr")
    return numbering is not None and _value(_child(numbering, "numId"), "val") != "0"


def _is_unnumbered(settings: Element | None) -> bool:
    return _value(_child(_child(settings, "numPr"), "numId"), "val") == "0"


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Give the children of a name, also those within content controls."""
    for child in parent:
        local = _local(child)
        if local == name:
            yield child
        elif local in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _children(child, name)


def _child(parent: Element | None, name: str) -> Element | None:
    return None if parent is None else next((child for child in parent if _local(child) == name), None)


def _value(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    return str(element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or "")
