"""Files that cannot be read, or should not be: what somebody may hand over."""

import zlib

from tests.support.made_files import locked_pdf, pdf_of, pdf_with, repacked, scanned, word_file

_ENTITIES = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>"
HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "a scan": (scanned(), "needs_ocr"),
    "a password": (locked_pdf(password="hush"), "encrypted_file"),  # noqa: S106
    "nothing": (word_file(""), "empty_file"),
    "damage": (pdf_of("Nurse")[:400], "corrupt_file"),
    "entities": (repacked(word_file(), {"word/document.xml": _ENTITIES}), "corrupt_file"),
    "a zip bomb": (repacked(word_file(), {f"word/{n}": bytes(1 << 24) for n in range(7)}), "file_too_heavy"),
    "a flood": (pdf_with(zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * 9_000_000), filters="/Filter /FlateDecode"), None),
}
"""What is handed over, and the code of the error; the last one may end by time or by memory."""
