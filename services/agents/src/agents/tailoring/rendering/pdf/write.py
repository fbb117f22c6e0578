"""Writes a result as PDF: one column, text that can be selected, fonts inside, the same bytes for the same result."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from agents.tailoring.rendering.layout import name_line
from agents.tailoring.rendering.pdf.coverage import uncovered
from agents.tailoring.rendering.pdf.letters import Letters, Run
from agents.tailoring.rendering.pdf.paging import Placed, pages
from agents.tailoring.rendering.pdf.typeset import COLUMN, MARGIN, PAGE, SetLine, typeset
from agents.tailoring.rendering.sheet import sheet
from contracts.documents import OptimisedDoc

_RULE_BELOW: Final = 3.0
_SAME: Final = 0.01
"""Thousandths of the size below which two places are the same."""


class Pdf(NamedTuple):
    """A PDF, its pages counted, and the characters that stand in it as boxes since no font has them."""

    content: bytes
    pages: int
    boxed: tuple[str, ...]


def pdf(doc: OptimisedDoc) -> Pdf:
    """Write a result as PDF."""
    paragraphs = sheet(doc)
    placed = pages(typeset(paragraphs, Letters()))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1, pageCompression=1)
    canvas.setTitle(name_line(doc.contact))
    canvas.setCreator("Resume Optimizer")
    for page in placed:
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return Pdf(buffer.getvalue(), len(placed), tuple(uncovered("".join(one.text for one in paragraphs))))


def _draw(canvas: Any, page: Sequence[Placed]) -> None:  # noqa: ANN401 - reportlab says nothing of its types
    for line, y, rule in page:
        base = PAGE[1] - MARGIN - y
        _draw_line(canvas, line, base)
        if rule:
            canvas.setLineWidth(0.5)
            canvas.line(MARGIN, base - _RULE_BELOW, MARGIN + COLUMN, base - _RULE_BELOW)


def _draw_line(canvas: Any, line: SetLine, base: float) -> None:  # noqa: ANN401
    text = canvas.beginText(MARGIN + line.x, base)
    for run in line.runs:
        text.setFont(run.font, line.size)
        _draw_run(text, run, line.size)
    canvas.drawText(text)


def _draw_run(text: Any, run: Run, size: float) -> None:  # noqa: ANN401
    """Draw a run; where letters are not where the font puts them, the space behind them and their rise say so."""
    letters = run.letters
    if all(abs(one.advance - one.width) < _SAME and not one.right and not one.up for one in letters):
        text.textOut("".join(one.character for one in letters))
        return
    for place, one in enumerate(letters):
        following = letters[place + 1].right if place + 1 < len(letters) else 0.0
        text.setRise(one.up * size / 1000)
        text.setCharSpace((one.advance - one.width - one.right + following) * size / 1000)
        text.textOut(one.character)
    text.setCharSpace(0)
    text.setRise(0)
