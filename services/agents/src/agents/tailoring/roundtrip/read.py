"""Reads the files of a result back, by the same reading that every résumé goes through."""

import msgspec

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.reading import read_resume
from agents.tailoring.rendering.export import Exports
from agents.tailoring.rendering.layout import name_line
from agents.tailoring.roundtrip.compare import Differences, compare, has_name, said, shown_ids
from agents.tailoring.roundtrip.texts import text_of_docx, text_of_pdf
from agents.tailoring.rules.exported import Exported, FileKind
from agents.tailoring.text import source_text
from agents.tailoring.views import view_of_result, view_of_resume
from contracts.documents import Layout, OptimisedDoc, SourceText


def read_back(doc: OptimisedDoc, exports: Exports, lexicon: Lexicon) -> tuple[Exported, Exported]:
    """Read the DOCX and the PDF of a result, and say what of it reads otherwise than it was meant."""
    text, layout = text_of_docx(exports.docx)
    word = _source(text, layout, "DOCX")
    text, layout = text_of_pdf(exports.pdf)
    portable = _source(text, layout, "PDF")
    return (
        Exported(kind="DOCX", source=word, differing=tuple(differences(doc, word, lexicon).named)),
        Exported(
            kind="PDF",
            source=portable,
            differing=tuple(differences(doc, portable, lexicon).named),
            boxed=len(exports.boxed),
        ),
    )


def differences(doc: OptimisedDoc, read: SourceText, lexicon: Lexicon) -> Differences:
    """Hold a text that was read from an export against the result."""
    meant = said(view_of_result(doc), shown_ids(doc))
    found = said(view_of_resume(read_resume(read, None, lexicon)))
    return compare(meant, found, name=not has_name(read.text, name_line(doc.contact)))


def _source(text: str, layout: Layout, kind: FileKind) -> SourceText:
    read = source_text("resume", text, origin="docx" if kind == "DOCX" else "pdf")
    return msgspec.structs.replace(read, layout=msgspec.structs.replace(layout, quality=read.layout.quality))
