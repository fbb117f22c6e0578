"""What becomes of a file: its text, or a refusal with a sentence for the person."""

from typing import Final

import msgspec
from typing_extensions import override

from contracts.documents import Layout

MAX_CHARACTERS: Final = 100_000
"""Of a file's text: as many as the gateway takes of a text."""


class Extracted(msgspec.Struct, frozen=True, kw_only=True, tag="extracted"):
    """A file's text, not yet normalised, and the form of the original."""

    text: str
    layout: Layout


class FileRefusedError(ValueError):
    """The file cannot be read, and trying again changes nothing.

    `code` is one of `corrupt_file`, `empty_file`, `encrypted_file`, `file_too_heavy`, `needs_ocr`, `unsupported_file`.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    @override
    def __str__(self) -> str:
        return self.sentence


def corrupt(what: str) -> FileRefusedError:
    """Refuse a file that is damaged, or only pretends to be what it begins like."""
    return FileRefusedError(
        "corrupt_file", f"the {what} file is damaged and cannot be read: save it again, or paste its text"
    )


def too_heavy(why: str) -> FileRefusedError:
    """Refuse a file that is more than a résumé or a posting is."""
    return FileRefusedError("file_too_heavy", f"the file {why}: paste its text instead")


def checked_length(text: str) -> str:
    """Give a text back, as far as it is short enough.

    Raises:
        FileRefusedError: It is not.
    """
    if len(text) > MAX_CHARACTERS:
        raise too_heavy(f"holds {len(text)} characters, and at most {MAX_CHARACTERS} are taken")
    return text
