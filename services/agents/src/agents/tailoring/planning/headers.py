"""Headings that everybody knows, and dates in one form, where they hide what the posting asks for."""

from collections.abc import Iterator
from typing import Final

from agents.tailoring.language import word_list
from agents.tailoring.language.headings import STANDARD, is_standard, plain
from agents.tailoring.language.periods import period_text
from agents.tailoring.planning.proposal import Desk, Proposal
from contracts.documents import ResultEntry, SectionType

_RENAMED: Final[frozenset[SectionType]] = frozenset({"experience", "education", "skills", "certifications", "projects"})
_SAYS_NO_MORE: Final = word_list("says no more")


def headings(desk: Desk) -> Iterator[Proposal]:
    """Give a section the heading that tracking systems look for, where its own says no more than that."""
    for section in desk.doc.sections:
        serves = desk.of_section(section).serves
        if section.type not in _RENAMED or is_standard(section.heading, section.type) or not serves:
            continue
        others = [one for one in desk.doc.sections if one.type == section.type and one.id != section.id]
        if others or not set(plain(section.heading).split()) <= _SAYS_NO_MORE:
            continue
        yield Proposal(
            op="rename_heading",
            path=f"section:{section.id}",
            before=section.heading,
            after=_in_case(STANDARD[section.type][0], section.heading),
            serves=serves,
            rationale=f"a standard heading: {desk.names(serves)} is found under it",
        )


def dates(desk: Desk) -> Iterator[Proposal]:
    """Write the periods of roles in the one form that tracking systems count years of experience from."""
    for section in desk.doc.sections:
        if section.type != "experience":
            continue
        for entry in section.entries:
            after = period_text(entry.dates) if entry.dates is not None else None
            serves = _years_served(desk, entry) or desk.of_entry(entry).serves
            if entry.dates is None or after is None or after == entry.dates.raw or not serves:
                continue
            yield Proposal(
                op="normalise_date",
                path=f"entry:{entry.id}",
                before=entry.dates.raw,
                after=after,
                serves=serves,
                rationale=f"the time behind {desk.names(serves)} can be counted",
            )


def _years_served(desk: Desk, entry: ResultEntry) -> tuple[str, ...]:
    return tuple(
        one.requirement.id
        for one in desk.judgement.found
        if one.requirement.kind == "years" and any(occurrence.text_id == entry.id for occurrence in one.occurrences)
    )


def _in_case(heading: str, model: str) -> str:
    return heading.upper() if model.isupper() else heading
