"""What the job seeker gets: the documents of `writing`, `validating` and `polishing`."""

from typing import Literal, TypeAlias

import msgspec

from contracts.documents.matching import Patch, Score
from contracts.documents.resume import Contact, Dates, Fact, FactId, SectionType
from contracts.documents.text import Span
from contracts.documents.usage import Usage

Severity: TypeAlias = Literal["critical", "major", "minor"]
RuleStatus: TypeAlias = Literal["pass", "warn", "fail", "n/a"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the result and what it is drawn from: spans of the sources, and the patches that shaped it."""

    id: str
    """The id of the source bullet where it has one."""
    text: str
    spans: list[Span]
    facts: list[FactId] = []
    patches: list[str] = []


class ResultEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the result; `id` is the source entry's."""

    id: str
    org: str | None = None
    title: str | None = None
    location: str | None = None
    dates: Dates | None = None
    lines: list[Line] = []
    spans: list[Span] = []


class ResultSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the result; `id` is the source section's, or `summary` and `skills` where we made it."""

    id: str
    type: SectionType
    heading: str
    entries: list[ResultEntry] = []
    lines: list[Line] = []
    spans: list[Span] = []


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """What the source has and the result has not, and why: nothing is dropped silently."""

    span: Span
    reason: str
    what: Literal["entry", "bullet", "line"]


class OptimisedDoc(msgspec.Struct, frozen=True, kw_only=True):
    """The tailored résumé. Every line carries its provenance."""

    contact: Contact
    sections: list[ResultSection]
    patches: list[Patch] = []
    """All patches, applied and rejected, in the order of the plan."""
    dropped: list[Dropped] = []
    derived: list[Fact] = []
    """Facts that lines cite and that registered formulas compute from the résumé's facts."""
    polished: bool = False
    usage: Usage | None = None


class RuleResult(msgspec.Struct, frozen=True, kw_only=True):
    """One validation rule's verdict on one text."""

    rule_id: str
    severity: Severity
    phase: Literal["before", "after"]
    status: RuleStatus
    message: str = ""
    """Says what was found and what to do; quotes nothing of the résumé."""
    section: str | None = None
    spans: list[Span] = []


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """All rules, before and after, and the scores that follow from them."""

    rules: list[RuleResult]
    match_before: Score
    match_after: Score
    dimensions: dict[str, Score] = {}
    overall: float = 0.0
    readiness: float = 0.0
    red_flags: list[str] = []
    quick_wins: list[str] = []


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """The finished texts of the step `polishing`."""

    filename: str
    plain_text: str
    markdown: str
    summary_points: list[str] = []
    """At most six, built from the applied patches."""
    pages: int = 1
    words: int = 0
