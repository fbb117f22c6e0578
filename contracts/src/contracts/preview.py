"""What is read of a file before a job is started with it: the answer to `preview.{side}` and `POST /api/preview`."""

from typing import Literal, TypeAlias

import msgspec

PreviewSide: TypeAlias = Literal["resume", "posting"]
"""Which of the two sides of a start the file is meant for."""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a job that is started with it will read it. It is stored nowhere."""

    side: PreviewSide
    """What it was read as."""
    origin: Literal["txt", "pdf", "docx", "json"]
    """What it is, by its content."""
    text: str
    """All that was read, normalised: to the character the text that a job builds on."""
    words: int
    """How many words that is."""
    pages: int | None
    """How many pages the file has; null where it has none, as plain text."""
    language: str
    """Two letters (ISO 639-1); `und` where its script is one that several languages are written in."""
    warnings: list[str]
    """What to look out for, a sentence each: columns, pictures, words that were lost, another language than English."""
