"""A result as files: DOCX and PDF, each as bytes."""

from typing import NamedTuple

from contracts.documents import OptimisedDoc


class Exports(NamedTuple):
    """The files of a result. `boxed`: the characters that no font of the PDF has; the DOCX names no font for them."""

    docx: bytes
    pdf: bytes
    pages: int
    boxed: tuple[str, ...]


def export(doc: OptimisedDoc) -> Exports:
    """Write a result as DOCX and PDF. The libraries are heavy: they are imported here, where they are needed."""
    from agents.tailoring.rendering.docx import docx  # noqa: PLC0415
    from agents.tailoring.rendering.pdf import pdf  # noqa: PLC0415

    written = pdf(doc)
    return Exports(docx(doc), written.content, written.pages, written.boxed)
