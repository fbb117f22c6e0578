"""Checks a whole result: every line, every header, every heading, and that nothing went missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agents.tailoring.evidence.reader import Reader, holds
from agents.tailoring.guard.conservation import missing_from
from agents.tailoring.guard.derived import derived_value
from agents.tailoring.guard.identity import contact_faults, entry_faults
from agents.tailoring.guard.line import Scope, check_line
from agents.tailoring.guard.sources import Sources, squash
from agents.tailoring.guard.violation import Violation
from agents.tailoring.language.headings import is_standard
from agents.tailoring.lexicon import words
from contracts.documents import Line, OptimisedDoc, ResultSection, ResumeDoc, Section, SectionType, Span

IDENTITY_SECTIONS: frozenset[SectionType] = frozenset(
    {"contact", "certifications", "education", "languages", "references"}
)
"""What stands here is of the candidate's identity: kept as written."""
_ANYWHERE: frozenset[SectionType] = frozenset({"summary", "skills"})
"""Lines of these sections may cite any entry."""


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a line stands, and the spans that it may cite; None means any."""

    section: ResultSection
    allowed: tuple[Span, ...] | None
    scope: Scope


def check_document(
    doc: OptimisedDoc, resume: ResumeDoc, sources: Sources, reader: Reader, today: date
) -> list[Violation]:
    """Check a result against the résumé that it was made of.

    Args:
        doc: The draft or the result.
        resume: The résumé as read.
        sources: Its texts.
        reader: Reads texts.
        today: The day of the job's start, for derived facts.

    Returns:
        Violations, sorted; empty if every statement stands in its source and everything of the source is here or in
        `dropped`.
    """
    entries = {entry.id: entry for section in resume.sections for entry in section.entries}
    found = contact_faults(doc.contact, resume.contact)
    found += entry_faults((entry for section in doc.sections for entry in section.entries), entries)
    found += _heading_faults(doc, resume)
    derived = {fact.id: fact for fact in doc.derived}
    for fact in doc.derived:
        if derived_value(fact, resume, today) != fact.value:
            found.append(Violation("derived", fact.id, fact.value))
    for home, line in _lines(doc, resume):
        values = [derived[fact_id].value for fact_id in line.facts if fact_id in derived]
        found += _line_faults(home, line, sources, reader, values)
    found += missing_from(doc, resume)
    return sorted(set(found))


def _line_faults(home: _Home, line: Line, sources: Sources, reader: Reader, derived: list[str]) -> list[Violation]:
    cited = sources.excerpts(line.spans)
    if not cited:
        return [Violation("provenance", line.id, "spans")]
    answered = _is_answered(home.section, line)
    if home.allowed is not None and not answered and not all(_within(span, home.allowed) for span in line.spans):
        return [Violation("locality", line.id, "spans")]
    kept = _is_named(line.text, cited) if answered else squash(line.text) == squash(" ".join(cited))
    if home.section.type in IDENTITY_SECTIONS and not kept:
        return [Violation("identity", line.id, home.section.type)]
    return check_line(line.id, line.text, cited, reader, scope=home.scope, derived=derived)


def _is_answered(section: ResultSection, line: Line) -> bool:
    """Tell whether a line is a certificate or a licence that the user named in an answer."""
    return section.type == "certifications" and all(span.source == "user" for span in line.spans)


def _is_named(text: str, cited: list[str]) -> bool:
    """Tell whether one of the excerpts has a name word for word, in any case."""
    name = tuple(token.text.lower() for token in words(text))
    return any(holds(tuple(token.text.lower() for token in words(excerpt)), name) for excerpt in cited)


def _lines(doc: OptimisedDoc, resume: ResumeDoc) -> Iterator[tuple[_Home, Line]]:
    sections = {section.id: section for section in resume.sections}
    entries = {entry.id: entry for section in resume.sections for entry in section.entries}
    for section in doc.sections:
        scope: Scope = "skills" if section.type == "skills" else "summary" if section.type == "summary" else "other"
        source = sections.get(section.id)
        anywhere = section.type in _ANYWHERE
        allowed = None if anywhere else (source.span,) if source is not None else ()
        yield from ((_Home(section, allowed, scope), line) for line in section.lines)
        for entry in section.entries:
            original = entries.get(entry.id)
            home = _Home(section, (original.span,) if original is not None else (), "entry")
            yield from ((home, line) for line in entry.lines)


def _heading_faults(doc: OptimisedDoc, resume: ResumeDoc) -> list[Violation]:
    sections: dict[str, Section] = {section.id: section for section in resume.sections}
    found: list[Violation] = []
    for section in doc.sections:
        source = sections.get(section.id)
        kept = source is not None and (section.heading, section.type) == (source.heading, source.type)
        made = (
            (source is None or source.type == section.type)
            and bool(section.heading)
            and is_standard(section.heading, section.type)
        )
        answered = bool(section.lines) and all(_is_answered(section, line) for line in section.lines)
        if not kept and not (made and (source is not None or section.type in _ANYWHERE or answered)):
            found.append(Violation("identity", section.id, "heading"))
    return found


def _within(span: Span, allowed: tuple[Span, ...]) -> bool:
    return any(one.source == span.source and one.start <= span.start and span.end <= one.end for one in allowed)
