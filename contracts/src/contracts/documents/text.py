"""Source texts and the spans that point into them: where every fact comes from."""

from typing import Literal, TypeAlias

import msgspec

SourceKind: TypeAlias = Literal["resume", "profile", "posting", "user"]
"""Which text a span points into. `user` holds the answers that the user gave to our questions."""


class Span(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A half-open range of characters: `text[start:end]` of the source is the excerpt."""

    source: SourceKind
    start: int
    end: int


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What the extractor saw of the original's form."""

    pages: int = 1
    columns: int = 1
    tables: int = 0
    images: int = 0
    text_boxes: int = 0
    margin_contact: bool = False
    """Whether a way to reach the person stands in a header or footer, where tracking systems do not look."""
    extractor: str = "text"
    """What read it: `text`, `docx`, `pdfplumber`, `pypdf`, or both of the last two with a plus between them."""
    quality: float = 1.0
    """Share of words that read as words, 0 to 1."""


class SourceText(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was handed over, normalised once; every offset in every document counts in `text`."""

    kind: SourceKind
    sha256: str
    """Hex digest of `text` in UTF-8."""
    text: str
    origin: Literal["txt", "md", "pdf", "docx", "json", "url"] = "txt"
    layout: Layout = Layout()
    language: str = "en"
    """Two letters (ISO 639-1); `und` where its script is one that several languages are written in."""
    repairs: list[str] = []
    """What normalising changed, in words, for the milestones: `mojibake`, `bullets`, `hyphenation`, …"""
