"""Writes a result as Markdown: what every platform reads and every person can edit."""

import re
from typing import Final

from agents.tailoring.rendering.layout import blocks, contact_lines, header, name_line, one_line, shown_sections
from contracts.documents import Line, OptimisedDoc, ResultEntry, ResultSection

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>])")
_OPENS_BLOCK: Final = re.compile(r"^(#{1,6}(?=\s)|[-+](?=\s)|>|\d+(?=[.)]\s)|=+$|-{3,}$)")


def markdown(doc: OptimisedDoc) -> str:
    """Write a result as CommonMark, ending in a line break.

    Characters that would be markup are escaped, so that the text reads as the source wrote it.
    """
    parts: list[str] = []
    name = name_line(doc.contact)
    if name:
        parts.append(f"# {_text(name)}")
    parts += [_text(line) for line in contact_lines(doc.contact)]
    for section in shown_sections(doc):
        parts.append(f"## {_text(one_line(section.heading))}")
        parts += _section(section)
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: ResultSection) -> list[str]:
    prose = section.type == "summary"
    parts: list[str] = []
    pending: list[str] = []
    for block in blocks(section):
        if isinstance(block, Line):
            pending.append(_text(one_line(block.text)) if prose else _bullet(block))
            continue
        parts += _flush(pending, prose=prose)
        pending = []
        parts += _entry(block)
    return [*parts, *_flush(pending, prose=prose)]


def _flush(pending: list[str], *, prose: bool) -> list[str]:
    if not pending:
        return []
    return list(pending) if prose else ["\n".join(pending)]


def _entry(entry: ResultEntry) -> list[str]:
    title, rest = header(entry)
    parts = [f"### {_text(title)}"] if title else []
    if rest:
        parts.append(
            " · ".join(
                f"**{_text(part)}**" if not number and entry.title and entry.org else _text(part)
                for number, part in enumerate(rest)
            )
        )
    if entry.lines:
        parts.append("\n".join(_bullet(line) for line in entry.lines))
    return parts


def _bullet(line: Line) -> str:
    return f"- {_text(one_line(line.text))}"


def _text(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _OPENS_BLOCK.sub(r"\\\1", escaped)
