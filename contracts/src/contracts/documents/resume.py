"""What the résumé says: the document of the step `profiling`."""

from typing import Literal, TypeAlias

import msgspec

from contracts.documents.text import Span

SectionType: TypeAlias = Literal[
    "contact", "summary", "experience", "education", "skills", "certifications", "projects", "awards",
    "languages", "publications", "volunteering", "interests", "references", "other",
]  # fmt: skip
FactKind: TypeAlias = Literal[
    "contact", "employer", "title", "date", "degree", "school", "cert", "licence", "language", "skill",
    "metric", "bullet", "award",
]  # fmt: skip
FactId: TypeAlias = str


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who the résumé is of. Identity is never altered, and never leaves the documents."""

    name: str | None = None
    headline: str | None = None
    email: str | None = None
    phone: str | None = None
    location: str | None = None
    links: list[str] = []


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """A period of an entry. Months count from 1; a missing month means that only the year was given."""

    raw: str
    start_year: int | None = None
    start_month: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    ongoing: bool = False
    precision: Literal["month", "season", "year"] = "year"
    span: Span | None = None


class Bullet(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of an entry, its wrapped lines joined."""

    id: str
    text: str
    span: Span


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A role, a degree, a project: what stands under one heading of a section."""

    id: str
    org: str | None = None
    title: str | None = None
    location: str | None = None
    dates: Dates | None = None
    bullets: list[Bullet] = []
    span: Span


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands under it. Lines that are in no entry are `lines`."""

    id: str
    type: SectionType
    heading: str
    span: Span
    heading_span: Span | None = None
    entries: list[Entry] = []
    lines: list[Bullet] = []


class SkillHit(msgspec.Struct, frozen=True, kw_only=True):
    """A skill of the lexicon that the text names."""

    term: str
    """The canonical name."""
    surface: str
    """As it stands in the text."""
    place: Literal["experience", "project", "summary", "skills", "education", "other"]
    span: Span
    entry_id: str | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that the source makes; what an output line cites."""

    id: FactId
    kind: FactKind
    value: str
    span: Span
    entry_id: str | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    recency: int | None = None
    """The last year that the fact was true in, where its entry says so."""
    derived_from: list[FactId] = []
    formula: str | None = None


class ResumeDoc(msgspec.Struct, frozen=True, kw_only=True):
    """The résumé as read. Every fact's span lies in the source text that its `source` names."""

    contact: Contact
    sections: list[Section]
    skills: list[SkillHit] = []
    facts: list[Fact] = []
    warnings: list[str] = []
    dropped: list[Span] = []
    """Lines of the source that are in no section, entry or contact: named, never silent."""
