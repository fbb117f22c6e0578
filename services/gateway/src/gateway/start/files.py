"""A file becomes text: what it is says its content, never its name or what the sender calls it."""

import codecs
import re
from typing import Final

from gateway.refusals import RefusedError
from gateway.start.request import is_json, is_rubbish

FILE_LIMIT_BYTES: Final = 5 * 1024 * 1024

_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"\x1f\x8b", "a compressed file"),
)
_ZIP: Final = b"PK\x03\x04"
_HTML: Final = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_PDF_WITHIN: Final = 1024
"""Readers of PDF look for its beginning so far into a file."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def text_of_file(field: str, content: bytes) -> str:
    """Read a file as text: by its mark, as UTF-8, as what Windows wrote before there was UTF-8.

    Args:
        field: `resume_file` or `job_file`.
        content: Not empty.

    Raises:
        RefusedError: 415: it is a file of another kind; the sentence says which, and what to do. 422: it is JSON
            without what is looked for in it.
    """
    kind = _other_kind(content)
    if kind is not None:
        raise _unread(field, kind)
    text = _decoded(content)
    if text is None or is_rubbish(text):
        raise _unread(field, "a binary file, or text in an encoding that we do not know")
    if is_json(text):
        if field == "resume_file":
            raise _unread(field, "a JSON file")
        if "JobPosting" not in text:
            raise RefusedError(
                "`job_file` is JSON that holds no JobPosting of schema.org: paste the posting's text as `job_text`",
                status=422,
                code="no_job_posting",
                field=field,
            )
    return text


def _other_kind(content: bytes) -> str | None:
    """Name what a file is that is not text, as far as its content says so."""
    head = content.removeprefix(codecs.BOM_UTF8)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if _SIGNATURES[0][0] in content[:_PDF_WITHIN]:
        return _SIGNATURES[0][1]
    if head.startswith(_ZIP):
        return "a DOCX file" if b"word/" in content else "a ZIP file"
    return "an HTML page" if _HTML.match(head) is not None else None


def _decoded(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(encoding, content[len(mark) :])
    text = _as("utf-8", content)
    return text if text is not None else _as("cp1252", content)


def _as(encoding: str, content: bytes) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unread(field: str, kind: str) -> RefusedError:
    instead = field.replace("_file", "_text")
    what = {"resume_file": "plain text and Markdown", "job_file": "plain text, Markdown and JobPosting JSON"}[field]
    return RefusedError(
        f"`{field}` is {kind}, and only {what} are read so far: paste its text as `{instead}`",
        status=415,
        code="unsupported_file",
        field=field,
    )
