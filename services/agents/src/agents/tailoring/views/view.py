"""The view: sections, entries and lines, whether they come from the source or from the result.

Scores and rules are computed on a view only, so that before and after are measured by the same ruler.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from contracts.documents import (
    Bullet,
    Contact,
    Dates,
    Entry,
    Line,
    OptimisedDoc,
    ResultEntry,
    ResumeDoc,
    SectionType,
    Span,
)

Place: TypeAlias = Literal["experience", "project", "summary", "skills", "education", "other"]

_PLACES: Final[Mapping[SectionType, Place]] = MappingProxyType(
    {
        "experience": "experience",
        "volunteering": "experience",
        "projects": "project",
        "summary": "summary",
        "skills": "skills",
        "education": "education",
    }
)


@dataclass(frozen=True, slots=True)
class ViewLine:
    """One statement and where it stands."""

    id: str
    text: str
    place: Place
    section_id: str
    entry_id: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A role, a degree or a project with its statements."""

    id: str
    section_type: SectionType
    title: str | None
    org: str | None
    location: str | None
    dates: Dates | None
    lines: tuple[ViewLine, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ViewSection:
    """A heading and what stands under it; `lines` are those in no entry."""

    id: str
    type: SectionType
    heading: str
    entries: tuple[ViewEntry, ...]
    lines: tuple[ViewLine, ...]

    @property
    def place(self) -> Place:
        """The place that evidence found here is counted for."""
        return place_of(self.type)

    def all_lines(self) -> Iterator[ViewLine]:
        """Walk the section's own lines, then those of its entries."""
        yield from self.lines
        for entry in self.entries:
            yield from entry.lines


@dataclass(frozen=True, slots=True)
class View:
    """A résumé as scores and rules see it."""

    contact: Contact
    sections: tuple[ViewSection, ...]

    def entries(self, *types: SectionType) -> Iterator[ViewEntry]:
        """Walk the entries of these section types (of all, where none is named), in reading order."""
        for section in self.sections:
            if not types or section.type in types:
                yield from section.entries

    def lines(self) -> Iterator[ViewLine]:
        """Walk every line, in reading order."""
        for section in self.sections:
            yield from section.all_lines()

    def bullets(self) -> Iterator[ViewLine]:
        """Walk the lines of experience, volunteering and project entries: what rules on wording look at."""
        for entry in self.entries("experience", "projects", "volunteering"):
            yield from entry.lines


def place_of(section_type: SectionType) -> Place:
    """Tell which place of evidence a type of section is."""
    return _PLACES.get(section_type, "other")


def view_of_resume(resume: ResumeDoc) -> View:
    """Look at the résumé as read."""
    return View(
        contact=resume.contact,
        sections=tuple(
            ViewSection(
                id=section.id,
                type=section.type,
                heading=section.heading,
                entries=tuple(_source_entry(entry, section.id, section.type) for entry in section.entries),
                lines=tuple(_source_line(line, section.id, section.type, None) for line in section.lines),
            )
            for section in resume.sections
        ),
    )


def view_of_result(doc: OptimisedDoc) -> View:
    """Look at a draft or a finished result."""
    return View(
        contact=doc.contact,
        sections=tuple(
            ViewSection(
                id=section.id,
                type=section.type,
                heading=section.heading,
                entries=tuple(_result_entry(entry, section.id, section.type) for entry in section.entries),
                lines=tuple(_result_line(line, section.id, section.type, None) for line in section.lines),
            )
            for section in doc.sections
        ),
    )


def _source_entry(entry: Entry, section_id: str, section_type: SectionType) -> ViewEntry:
    return ViewEntry(
        id=entry.id,
        section_type=section_type,
        title=entry.title,
        org=entry.org,
        location=entry.location,
        dates=entry.dates,
        lines=tuple(_source_line(bullet, section_id, section_type, entry.id) for bullet in entry.bullets),
        spans=(entry.span,),
    )


def _source_line(bullet: Bullet, section_id: str, section_type: SectionType, entry_id: str | None) -> ViewLine:
    return ViewLine(
        id=bullet.id,
        text=bullet.text,
        place=place_of(section_type),
        section_id=section_id,
        entry_id=entry_id,
        spans=(bullet.span,),
    )


def _result_entry(entry: ResultEntry, section_id: str, section_type: SectionType) -> ViewEntry:
    return ViewEntry(
        id=entry.id,
        section_type=section_type,
        title=entry.title,
        org=entry.org,
        location=entry.location,
        dates=entry.dates,
        lines=tuple(_result_line(line, section_id, section_type, entry.id) for line in entry.lines),
        spans=tuple(entry.spans),
    )


def _result_line(line: Line, section_id: str, section_type: SectionType, entry_id: str | None) -> ViewLine:
    return ViewLine(
        id=line.id,
        text=line.text,
        place=place_of(section_type),
        section_id=section_id,
        entry_id=entry_id,
        spans=tuple(line.spans),
    )
