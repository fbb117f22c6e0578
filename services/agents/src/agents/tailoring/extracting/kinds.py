"""What a file is, by its first bytes. The gateway's door has looked closer; here it is only told apart from text."""

from typing import Final, Literal, TypeAlias

FileKind: TypeAlias = Literal["pdf", "docx"]

_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024
"""Readers of PDF look for its beginning so far into a file."""
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word files with a password are put into one of these."""


def file_kind(content: bytes) -> FileKind | None:
    """Tell what reads a file; None where it is text as far as its first bytes say."""
    if content.startswith((_ZIP, _OLE)):
        return "docx"
    return "pdf" if _PDF in content[:_PDF_WITHIN] else None
