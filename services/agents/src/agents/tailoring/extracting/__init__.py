"""From the bytes of a PDF or Word file to its text and what its form looks like: pure, and made for hostile files."""

from agents.tailoring.extracting.answer import Extracted, FileRefusedError
from agents.tailoring.extracting.kinds import FileKind, file_kind
from agents.tailoring.extracting.read import extract, load_readers

__all__ = ["Extracted", "FileKind", "FileRefusedError", "extract", "file_kind", "load_readers"]
