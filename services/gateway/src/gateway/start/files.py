"""Files are taken as what their content says: PDF and Word as they are, everything else as text."""

import codecs
from typing import Final

from gateway.refusals import RefusedError
from gateway.start.kinds import sniffed
from gateway.start.request import is_json, is_rubbish

FILE_LIMIT_BYTES: Final = 5 * 1024 * 1024

_TAKEN: Final = {
    "resume_file": "PDF, DOCX, plain text and Markdown",
    "job_file": "PDF, DOCX, plain text, Markdown and JobPosting JSON",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def content_of_file(field: str, content: bytes) -> str | bytes:
    """Take a file in: PDF and DOCX unread, for the first step; text by its mark, as UTF-8, or as Windows wrote it.

    Args:
        field: `resume_file` or `job_file`.
        content: Not empty.

    Raises:
        RefusedError: 415: it is a file of another kind; the sentence says which, and what to do. 422: it has a
            password, or is JSON without what is looked for in it.
    """
    kind = sniffed(content)
    if kind is not None and kind.locked:
        raise RefusedError(
            f"`{field}` is {kind.name}: save it without one", status=422, code="encrypted_file", field=field
        )
    if kind is not None:
        if kind.taken is None:
            raise _unread(field, kind.name)
        return content
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
    return RefusedError(
        f"`{field}` is {kind}, and only {_TAKEN[field]} are read: paste its text as `{instead}`",
        status=415,
        code="unsupported_file",
        field=field,
    )
