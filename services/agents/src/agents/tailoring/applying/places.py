"""Finds and replaces lines, entries and sections of a result; every function gives a new document."""

from collections.abc import Callable, Iterator

import msgspec

from contracts.documents import Line, OptimisedDoc, ResultEntry, ResultSection

Lines = list[Line]


def all_lines(doc: OptimisedDoc) -> Iterator[Line]:
    """Walk every line in the order of the document."""
    for section in doc.sections:
        yield from section.lines
        for entry in section.entries:
            yield from entry.lines


def line_of(doc: OptimisedDoc, line_id: str) -> Line | None:
    """Give a line, None if there is none of that id."""
    return next((line for line in all_lines(doc) if line.id == line_id), None)


def entry_of(doc: OptimisedDoc, entry_id: str) -> ResultEntry | None:
    """Give an entry, None if there is none of that id."""
    return next((entry for section in doc.sections for entry in section.entries if entry.id == entry_id), None)


def section_of(doc: OptimisedDoc, section_id: str) -> ResultSection | None:
    """Give a section, None if there is none of that id."""
    return next((section for section in doc.sections if section.id == section_id), None)


def period_line(entry: ResultEntry) -> str:
    """Give an entry's period as it is written, on one line; empty where it has none."""
    return " ".join(entry.dates.raw.split()) if entry.dates is not None else ""


def replace_line(doc: OptimisedDoc, line_id: str, lines: Lines) -> OptimisedDoc:
    """Put lines in the place of one; an empty list removes it."""

    def swapped(found: Lines) -> Lines:
        return [new for line in found for new in (lines if line.id == line_id else [line])]

    return _map_sections(
        doc,
        lambda section: msgspec.structs.replace(
            section,
            lines=swapped(section.lines),
            entries=[msgspec.structs.replace(entry, lines=swapped(entry.lines)) for entry in section.entries],
        ),
    )


def replace_entry(doc: OptimisedDoc, entry: ResultEntry) -> OptimisedDoc:
    """Put an entry in the place of the one with its id."""
    return _map_sections(
        doc,
        lambda section: msgspec.structs.replace(
            section, entries=[entry if old.id == entry.id else old for old in section.entries]
        ),
    )


def replace_section(doc: OptimisedDoc, section: ResultSection) -> OptimisedDoc:
    """Put a section in the place of the one with its id."""
    return _map_sections(doc, lambda old: section if old.id == section.id else old)


def _map_sections(doc: OptimisedDoc, change: Callable[[ResultSection], ResultSection]) -> OptimisedDoc:
    return msgspec.structs.replace(doc, sections=[change(section) for section in doc.sections])
