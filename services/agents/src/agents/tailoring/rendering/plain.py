"""Writes a result as plain text: what is pasted into a form."""

from agents.tailoring.rendering.layout import blocks, contact_lines, header, name_line, one_line, shown_sections
from contracts.documents import Line, OptimisedDoc, ResultEntry


def plain_text(doc: OptimisedDoc) -> str:
    """Write a result as plain text: headings in capitals, `•` before bullets, one empty line between parts."""
    parts: list[str] = []
    top = [line for line in (name_line(doc.contact), *contact_lines(doc.contact)) if line]
    if top:
        parts.append("\n".join(top))
    for section in shown_sections(doc):
        body: list[str] = [one_line(section.heading).upper()]
        for block in blocks(section):
            if isinstance(block, Line):
                body.append(one_line(block.text) if section.type == "summary" else _bullet(block))
            else:
                body += ["", *_entry(block)] if len(body) > 1 else _entry(block)
        parts.append("\n".join(body))
    return "\n\n".join(parts) + "\n"


def _entry(entry: ResultEntry) -> list[str]:
    title, rest = header(entry)
    first = [" | ".join(part for part in (title, *rest) if part)]
    return [line for line in first if line] + [_bullet(line) for line in entry.lines]


def _bullet(line: Line) -> str:
    return f"• {one_line(line.text)}"
