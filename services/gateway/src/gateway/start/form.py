"""A start as a form: the texts of the JSON body by the same names, and files in their place."""

from typing import Final

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from gateway.refusals import RefusedError
from gateway.start.files import FILE_LIMIT_BYTES, content_of_file
from gateway.start.request import BODY_LIMIT_BYTES, malformed

_TEXTS: Final = frozenset({"resume_text", "job_text", "job_url", "profile_text"})
FILES: Final = frozenset({"resume_file", "job_file"})
FORM_LIMIT_BYTES: Final = len(FILES) * FILE_LIMIT_BYTES + BODY_LIMIT_BYTES
"""Room for files and texts at their limits."""


class FormReader:
    """Takes a form in pieces as they arrive. A file that is too large is refused before the rest of it is here."""

    def __init__(self, boundary: str, *, texts: frozenset[str] = _TEXTS) -> None:
        """Begin.

        Args:
            boundary: Of the form.
            texts: Which parts are taken besides the files.

        Raises:
            RefusedError: There is no boundary.
        """
        if not boundary:
            raise malformed("the form's Content-Type has no boundary: let the client library write that header")
        self._names = texts | FILES
        self._parts: dict[str, bytearray] = {}
        self._part = bytearray()
        self._name = ""
        try:
            self._parser = PushMultipartParser(boundary)
        except MultipartError as error:
            raise _broken(error) from None

    def feed(self, piece: bytes) -> None:
        """Take the next piece.

        Raises:
            RefusedError: 400 where it is no form, or has a part twice, or one that nobody knows; 413 where a file is
                too large.
        """
        try:
            for event in self._parser.parse(piece):
                if isinstance(event, MultipartSegment):
                    self._begin(event.name or "")
                elif event is not None:
                    self._add(event)
        except MultipartError as error:
            raise _broken(error) from None

    def given(self) -> dict[str, str | bytes]:
        """End, and give the contents by the names of their parts. Parts that were left empty are left out.

        Raises:
            RefusedError: 400 where the form has no end or a text is not UTF-8, 415 where a file is none that is read,
                422 where it has a password or is JSON of something else.
        """
        try:
            self._parser.close()
        except MultipartError as error:
            raise _broken(error) from None
        return {
            name: content_of_file(name, bytes(content)) if name in FILES else _text(name, bytes(content))
            for name, content in self._parts.items()
            if content
        }

    def _begin(self, name: str) -> None:
        if name not in self._names:
            known = ", ".join(f"`{one}`" for one in sorted(self._names))
            raise malformed(f"the form has a part {name[:40]!r}, and only {known} are taken", code="unfit_body")
        if name in self._parts:
            raise malformed(f"the form has `{name}` twice", code="unfit_body")
        self._name = name
        self._part = self._parts[name] = bytearray()

    def _add(self, content: bytes | bytearray) -> None:
        self._part += content
        if self._name in FILES and len(self._part) > FILE_LIMIT_BYTES:
            raise RefusedError(
                f"`{self._name}` is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB: leave pictures out, or paste"
                f" its text as `{self._name.replace('_file', '_text')}`",
                status=413,
                code="too_large",
                field=self._name,
                limit=FILE_LIMIT_BYTES,
                unit="bytes",
            )


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise malformed(f"`{name}` is not UTF-8: send what is a file as `{name.partition('_')[0]}_file`") from None


def _broken(error: MultipartError) -> RefusedError:
    return malformed(f"the body is no form: {str(error)[:100]}")
