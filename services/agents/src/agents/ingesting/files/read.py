"""Extracts the text of a file in a child process, and tells its answer from its death."""

from typing import Final

import msgspec

from agents.ingesting.files.containing import Limits, contained
from agents.tailoring.extracting import Extracted, FileRefusedError, extract, file_kind, load_readers

_LIMITS: Final = Limits()


class _Refused(msgspec.Struct, frozen=True, tag="refused"):
    code: str
    sentence: str


_answers: Final[msgspec.json.Decoder[Extracted | _Refused]] = msgspec.json.Decoder(Extracted | _Refused)


def read_file(content: bytes, limits: Limits = _LIMITS) -> Extracted:
    """Extract a file's text in a child of this process.

    Raises:
        FileRefusedError: It cannot be read, or takes more than the limits.
        ReadingInterruptedError: Something else ended the child.
    """
    kind = file_kind(content)
    if kind is not None:
        load_readers(kind)  # here, so that every child finds it imported
    answer = contained(_answer, content, limits)
    try:
        said = _answers.decode(answer)
    except msgspec.DecodeError:
        raise FileRefusedError("corrupt_file", "the file cannot be read: save it again, or paste its text") from None
    if isinstance(said, _Refused):
        raise FileRefusedError(said.code, said.sentence)
    return said


def _answer(content: bytes) -> bytes:
    try:
        return msgspec.json.encode(extract(content))
    except FileRefusedError as refusal:
        return msgspec.json.encode(_Refused(refusal.code, refusal.sentence))
