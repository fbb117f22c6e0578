"""Sets paragraphs as lines of a column."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from agents.tailoring.rendering.pdf.bidi import base_level, levels
from agents.tailoring.rendering.pdf.breaking import lines
from agents.tailoring.rendering.pdf.letters import Letters, Run
from agents.tailoring.rendering.sheet import JOINT, Paragraph, Role

PAGE: Final = (595.28, 841.89)
"""A4, in points."""
MARGIN: Final = 54.0
COLUMN: Final = PAGE[0] - 2 * MARGIN
BULLET: Final = "• "
_SMALLEST: Final = 8.5
"""How small an entry's header is set to stand on one line; where that is not enough, it is cut between its parts."""


class Form(NamedTuple):
    """How paragraphs of a role are set."""

    size: float
    above: float
    """Points of air at full spacing."""
    least: float = 0.0
    """Points that always remain: by them a machine sees where an entry begins, as half a line is what it looks for."""
    bold: bool = False
    """Whether its first part is set bold."""
    indent: float = 0.0

    def air(self, share: float) -> float:
        """Give the points above a paragraph at a share of the full spacing."""
        return max(self.least, self.above * share)


FORMS: Final[Mapping[Role, Form]] = MappingProxyType(
    {
        "name": Form(17.0, 0.0, bold=True),
        "contact": Form(9.5, 2.0),
        "heading": Form(11.0, 13.0, 9.0, bold=True),
        "entry": Form(10.0, 9.0, 8.0, bold=True),
        "bullet": Form(10.0, 2.0, indent=11.0),
        "prose": Form(10.0, 2.0),
    }
)


class SetLine(NamedTuple):
    """A line as it stands: where it begins, and its runs from left to right."""

    size: float
    x: float
    runs: tuple[Run, ...]


class SetParagraph(NamedTuple):
    """A paragraph's lines. `keeps`: it does not stand last on a page, since it announces what follows."""

    role: Role
    lines: tuple[SetLine, ...]
    keeps: bool


def typeset(paragraphs: Sequence[Paragraph], letters: Letters) -> list[SetParagraph]:
    """Set all paragraphs, in their order.

    Roles of a section have headers of one line all, or of two all: a reader takes from the first where each begins.
    """
    made: list[SetParagraph] = []
    for section in _sections(paragraphs):
        long = {one for one in section if one.role == "entry" and _size(one, letters) < _SMALLEST}
        for one in section:
            stacked = one in long if one.section == "education" else bool(long)
            set_lines = tuple(_lines(one, letters, stacked=stacked))
            made.append(SetParagraph(one.role, set_lines, keeps=one.role in {"heading", "entry"}))
    return made


def _sections(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    made: list[list[Paragraph]] = [[]]
    for paragraph in paragraphs:
        if paragraph.role == "heading":
            made.append([])
        made[-1].append(paragraph)
    return made


def _size(paragraph: Paragraph, letters: Letters) -> float:
    """Give the size in which all parts of a paragraph stand on one line, at most that of its role."""
    form = FORMS[paragraph.role]
    wide = _wide(paragraph.text, letters, len(paragraph.parts[0]) if form.bold else 0)
    fitting = int(100 * (COLUMN - form.indent) * 1000 / wide) / 100 if wide else form.size
    return min(form.size, fitting)


def _rows(paragraph: Paragraph, letters: Letters, *, stacked: bool) -> tuple[float, list[str]]:
    """Give a paragraph's size, and the texts that begin on lines of their own."""
    size = _size(paragraph, letters)
    if len(paragraph.parts) == 1:
        return FORMS[paragraph.role].size, [paragraph.text]
    if size >= _SMALLEST and not stacked:
        return size, [paragraph.text]
    if paragraph.role == "contact":
        return FORMS["contact"].size, _filled(paragraph.parts, FORMS["contact"].size, letters)
    names = Paragraph("entry", paragraph.parts[: paragraph.names])
    size = max(_SMALLEST, min(_size(names, letters), FORMS["entry"].size))
    joined = [names.text] if _size(names, letters) >= size else list(names.parts)
    return size, [*joined, JOINT.join(paragraph.parts[paragraph.names :])]


def _filled(parts: Sequence[str], size: float, letters: Letters) -> list[str]:
    """Put parts on as few lines as hold them whole."""
    made: list[str] = []
    for part in parts:
        longer = f"{made[-1]}{JOINT}{part}" if made else part
        if made and _wide(longer, letters, 0) <= COLUMN * 1000 / size:
            made[-1] = longer
        else:
            made.append(part)
    return made


def _wide(text: str, letters: Letters, bold: int) -> float:
    return letters.width(text, levels(text, base_level(text)), bold=bold)


class _Row(NamedTuple):
    """A text that is broken into lines, and how much room each has, in thousandths of the size."""

    text: str
    levels: list[int]
    bold: int
    room: float

    def fits(self, letters: Letters, start: int, end: int) -> bool:
        """Tell whether a stretch has room on a line."""
        wide = letters.width(self.text[start:end], self.levels[start:end], bold=self.bold - start)
        return wide <= self.room


def _lines(paragraph: Paragraph, letters: Letters, *, stacked: bool) -> Iterator[SetLine]:
    form = FORMS[paragraph.role]
    size, texts = _rows(paragraph, letters, stacked=stacked)
    for number, text in enumerate(text for text in texts if text):
        directions = levels(text, base_level(text))
        bold = len(paragraph.parts[0]) if form.bold and not number else 0
        row = _Row(text, directions, bold, (COLUMN - form.indent) * 1000 / size)
        for start, end in lines(text, partial(row.fits, letters)):
            runs = letters.line(text[start:end], directions[start:end], bold=bold - start)
            x = form.indent
            if base_level(text):  # a line from right to left begins at the right
                x = COLUMN - form.indent - sum(run.advance for run in runs) * size / 1000
            if paragraph.role == "bullet" and not start:
                mark = letters.runs(BULLET, 0, bold=False)
                x -= sum(run.advance for run in mark) * size / 1000
                runs = [*mark, *runs]
            yield SetLine(size, x, tuple(runs))
