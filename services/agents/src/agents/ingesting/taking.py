"""Takes in what was handed over: a text, a file that holds one, or a posting as JSON. For the computing process."""

import time
from typing import Final, Literal, NamedTuple

from agents.ingesting.files import read_file
from agents.ingesting.page import check_length, read_json
from agents.sdk import PermanentError
from agents.tailoring.extracting import file_kind
from agents.tailoring.text import why_unreadable
from contracts.documents import Layout, SourceKind

WHAT: Final[dict[SourceKind, str]] = {"resume": "résumé", "posting": "posting", "profile": "profile"}
"""How people call it."""


class Handed(NamedTuple):
    """A text as it was handed over, not yet normalised, and how it came."""

    text: str
    origin: Literal["txt", "json", "pdf", "docx"]
    layout: Layout | None = None
    """Of the file that it was in."""
    read_ms: float | None = None
    """How long reading that file took."""


def taken_in(kind: SourceKind, content: bytes) -> Handed:
    """Take in text, or a file that holds one.

    Raises:
        FileRefusedError: The file cannot be read, or takes more than the limits.
        NoPostingError: It is JSON of something else than a posting.
        PageTooHeavyError: The posting is longer than any that is taken.
        PermanentError: It is no text.
        ReadingInterruptedError: Something else ended what read the file.
    """
    found = file_kind(content)
    if found is None:
        return _text(kind, content)
    begun = time.perf_counter()
    extracted = read_file(content)
    read_ms = round(1000 * (time.perf_counter() - begun), 1)
    text = readable(kind, extracted.text)
    if kind == "posting":
        check_length(text)
    return Handed(text, found, extracted.layout, read_ms)


def readable(kind: SourceKind, raw: str) -> str:
    """Refuse what is no text before anything is made of it.

    Raises:
        PermanentError: It is none.
    """
    reason = why_unreadable(raw)
    if reason is not None:
        raise PermanentError(f"the {WHAT[kind]} is not text: {reason}", code="unreadable")
    return raw


def _text(kind: SourceKind, content: bytes) -> Handed:
    try:
        text = readable(kind, content.decode())
    except UnicodeDecodeError:
        raise PermanentError(f"the {WHAT[kind]} is not text: it is not UTF-8", code="malformed_document") from None
    if kind == "posting" and text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        written_out = read_json(text)  # a `JobPosting` of schema.org
        if written_out is not None:
            return Handed(readable(kind, written_out), "json")
    return Handed(text, "txt")
