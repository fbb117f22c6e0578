"""Headings that everybody knows, and dates in one form, where they hide what the posting asks for."""

from collections.abc import Iterator
from typing import Final

from agents.tailoring.applying.places import period_line
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
    """Write the periods of roles in the one form that tracking systems count years of experience from.

    All roles of a section at once: half of them in another form would be worse than none.
    """
    for section in desk.doc.sections:
        if section.type != "experience":
            continue
        before = [period_line(entry) for entry in section.entries]
        after = [
            (period_text(entry.dates) if entry.dates is not None else None) or old
            for entry, old in zip(section.entries, before, strict=True)
        ]
        changed = [entry for entry, old, new in zip(section.entries, before, after, strict=True) if old != new]
        by_years = [requirement_id for entry in changed for requirement_id in _years_served(desk, entry)]
        by_deeds = [requirement_id for entry in changed for requirement_id in desk.of_entry(entry).serves]
        serves = tuple(dict.fromkeys(by_years or by_deeds))
        if serves:
            yield Proposal(
                op="normalise_date",
                path=f"section:{section.id}",
                before="\n".join(before),
                after="\n".join(after),
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
