"""A result as paragraphs in reading order: what DOCX and PDF set, each in its own way."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from agents.tailoring.rendering.layout import blocks, contact_lines, header, name_line, one_line, shown_sections
from contracts.documents import Line, OptimisedDoc, ResultSection, SectionType

Role: TypeAlias = Literal["name", "contact", "heading", "entry", "bullet", "prose"]
JOINT = " | "


class Paragraph(NamedTuple):
    """A paragraph and what it is. An entry has parts: the first `names` of them say what and where."""

    role: Role
    parts: tuple[str, ...]
    section: SectionType = "contact"
    names: int = 1

    @property
    def text(self) -> str:
        """Give the paragraph on one line."""
        return JOINT.join(self.parts)


def sheet(doc: OptimisedDoc) -> list[Paragraph]:
    """Give all that the result says, as the plain text has it: the same words in the same order."""
    name = name_line(doc.contact)
    paragraphs = [Paragraph("name", (name,))] if name else []
    paragraphs += [Paragraph("contact", tuple(line.split(JOINT))) for line in contact_lines(doc.contact) if line]
    for section in shown_sections(doc):
        paragraphs.append(Paragraph("heading", (_capitals(one_line(section.heading)),), section.type))
        paragraphs += _section(section)
    return [paragraph for paragraph in paragraphs if paragraph.text.strip()]


def _section(section: ResultSection) -> Iterator[Paragraph]:
    for block in blocks(section):
        if isinstance(block, Line):
            yield Paragraph("prose" if section.type == "summary" else "bullet", (one_line(block.text),), section.type)
            continue
        title, rest = header(block)
        parts = tuple(part for part in (title, *rest) if part)
        if parts:
            yield Paragraph("entry", parts, section.type, names=2 if block.title and block.org else 1)
        for line in block.lines:
            yield Paragraph("bullet", (one_line(line.text),), section.type)


def _capitals(heading: str) -> str:
    """Write a heading in capitals, unless they would be read back as something else."""
    capitals = heading.upper()
    return capitals if capitals.lower() == heading.lower() else heading
