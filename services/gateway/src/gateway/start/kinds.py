"""What a file is, by its content: never by its name, nor by what the sender calls it."""

import codecs
import re
from typing import Final, Literal, NamedTuple, TypeAlias

Taken: TypeAlias = Literal["pdf", "docx"]

_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024
"""Readers of PDF look for its beginning so far into a file."""
_SIGNATURES: Final = (
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PK\x03\x04", "a ZIP file"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE file that Office puts a document with a password into."""
_ZIP: Final = b"PK\x03\x04"
_DIRECTORY_END: Final = b"PK\x05\x06"
_DIRECTORY_END_BYTES: Final = 22
_COMMENT_BYTES: Final = 65_535
_ENTRY: Final = b"PK\x01\x02"
_ENTRY_BYTES: Final = 46
_MAX_MEMBERS: Final = 2_000
_OTHER_ARCHIVES: Final = (
    ("xl/", "an Excel file"),
    ("ppt/", "a PowerPoint file"),
    ("content.xml", "an OpenDocument file"),
)
_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


class Sniffed(NamedTuple):
    """What a file is: of a kind that is taken as it is, or else by name."""

    taken: Taken | None
    name: str
    locked: bool = False
    """Whether it has a password."""


def sniffed(content: bytes) -> Sniffed | None:
    """Tell what a file is; None where it may be text."""
    head = content.removeprefix(codecs.BOM_UTF8)
    if _PDF in content[:_PDF_WITHIN]:
        return Sniffed("pdf", "a PDF file")
    if content.startswith(_ZIP):
        return _archive(_members(content))
    if head.startswith(_OLE):
        locked = _PASSWORD in content
        return Sniffed(None, "a Word file with a password" if locked else "an old Word file", locked)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return Sniffed(None, name)
    return Sniffed(None, "an HTML page") if _HTML.match(head) is not None else None


def _archive(members: frozenset[str]) -> Sniffed:
    if "[Content_Types].xml" in members and any(name.startswith("word/") for name in members):
        if any(name.lower().endswith("vbaproject.bin") for name in members):
            return Sniffed(None, "a Word file with macros")
        return Sniffed("docx", "a DOCX file")
    for prefix, name in _OTHER_ARCHIVES:
        if any(member.startswith(prefix) for member in members):
            return Sniffed(None, name)
    return Sniffed(None, "a ZIP file")


def _members(content: bytes) -> frozenset[str]:
    """List the names of an archive's directory, as far as it has one, and no more than a document's.

    By hand and not by `zipfile`: that one makes objects of as many entries as somebody cares to write.
    """
    end = content.rfind(_DIRECTORY_END, max(0, len(content) - _DIRECTORY_END_BYTES - _COMMENT_BYTES))
    if end < 0:
        return frozenset()
    names: set[str] = set()
    place = end - int.from_bytes(content[end + 12 : end + 16], "little")
    while 0 <= place < end and content.startswith(_ENTRY, place) and len(names) < _MAX_MEMBERS:
        name, extra, comment = (int.from_bytes(content[place + at : place + at + 2], "little") for at in (28, 30, 32))
        names.add(content[place + _ENTRY_BYTES : place + _ENTRY_BYTES + name].decode("utf-8", "replace"))
        place += _ENTRY_BYTES + name + extra + comment
    return frozenset(names)
