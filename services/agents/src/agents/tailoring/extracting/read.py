"""Reads a file by its kind, and makes a sentence of whatever goes wrong."""

from collections.abc import Callable
from typing import Final

from agents.tailoring.extracting.answer import Extracted, FileRefusedError, corrupt, too_heavy
from agents.tailoring.extracting.kinds import FileKind, file_kind
from agents.tailoring.lexicon import Lexicon

_NAMES: Final[dict[FileKind, str]] = {"pdf": "PDF", "docx": "Word"}


def load_readers(kind: FileKind) -> Callable[[bytes], Extracted]:
    """Import what reads files of a kind, with all that it needs of the lexicon.

    When the first file of its kind comes: half a second of CPU and 40 MB, and most jobs bring none.
    """
    Lexicon.load().is_word("warm")
    if kind == "pdf":
        from agents.tailoring.extracting.pdf import read_pdf  # noqa: PLC0415

        return read_pdf
    from agents.tailoring.extracting.docx import read_docx  # noqa: PLC0415

    return read_docx


def extract(content: bytes) -> Extracted:
    """Extract a file's text.

    Args:
        content: Of a PDF or a Word file, whatever else it may be.

    Raises:
        FileRefusedError: It cannot be read; no other error leaves here. A file that takes too long, or kills the
            process, is its caller's to stop.
    """
    kind = file_kind(content)
    if kind is None:
        raise FileRefusedError("unsupported_file", "the file is neither PDF nor a Word file (DOCX)")
    try:
        return load_readers(kind)(content)
    except FileRefusedError:
        raise
    except MemoryError:
        raise too_heavy("needs more memory than a document of some pages") from None
    except Exception as error:
        raise corrupt(_NAMES[kind]) from error
