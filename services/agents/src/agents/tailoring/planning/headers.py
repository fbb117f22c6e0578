"""Headings that everybody knows, and dates in one form, where they hide what the posting asks for."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from agents.tailoring.applying.places import period_line
from agents.tailoring.guard.sources import squash
from agents.tailoring.language import word_list
from agents.tailoring.language.headings import STANDARD, is_standard, plain
from agents.tailoring.language.periods import period_text
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.rules.periods import form_of
from contracts.documents import ResultEntry, ResultSection, SectionType

_RENAMED: Final[frozenset[SectionType]] = frozenset({"experience", "education", "skills", "certifications", "projects"})
_SAYS_NO_MORE: Final = word_list("says no more")


def headings(desk: Desk) -> Iterator[Proposal]:
    """Give a section the heading that tracking systems look for, where its own says no more than that."""
    for section in desk.doc.sections:
        lines = [*section.lines, *(line for entry in section.entries for line in entry.lines)]
        spoken = tuple(dict.fromkeys(requirement_id for line in lines for requirement_id in desk.served_by(line)))
        serves = desk.of_section(section).serves or spoken
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
    """Write periods in the one form that tracking systems count years from.

    Where the new form is of the kind of the old one ("July 2008 to January 2015"), each role by itself; else all of a
    section at once, since half of them in another form would be worse than none.
    """
    for section in desk.doc.sections:
        if section.type not in {"experience", "education"}:
            continue
        changed = [(entry, old, new) for entry, old, new in _rewritten(section) if old != new]
        if all(_same_kind(entry, new) for entry, _, new in changed):
            for entry, old, new in changed:
                yield from _dated(desk, section, f"entry:{entry.id}", [(entry, old, new)])
        else:
            yield from _dated(desk, section, f"section:{section.id}", _rewritten(section))


def _rewritten(section: ResultSection) -> list[tuple[ResultEntry, str, str]]:
    """List the entries with their periods as they stand and as we would write them."""
    listed: list[tuple[ResultEntry, str, str]] = []
    for entry in section.entries:
        old = period_line(entry)
        new = period_text(entry.dates) if entry.dates is not None else None
        listed.append((entry, old, new or old))
    return listed


def _same_kind(entry: ResultEntry, new: str) -> bool:
    return entry.dates is not None and form_of(entry.dates) == form_of(replace(entry.dates, raw=new))


def _dated(
    desk: Desk, section: ResultSection, path: str, periods: list[tuple[ResultEntry, str, str]]
) -> Iterator[Proposal]:
    """Propose new forms, where a requirement is served: of years, else of what the entries say.

    Of a degree's period another dash is no other form.
    """
    changed = [entry for entry, old, new in periods if old != new]
    by_years = [requirement_id for entry in changed for requirement_id in desk.years.get(entry.id, ())]
    by_deeds = [requirement_id for entry in changed for requirement_id in desk.of_entry(entry).serves]
    serves = tuple(dict.fromkeys(by_years or by_deeds))
    dashes_only = all(squash(old) == squash(new) for _, old, new in periods)
    if serves and not (section.type == "education" and dashes_only):
        yield Proposal(
            op="normalise_date",
            path=path,
            before="\n".join(old for _, old, _ in periods),
            after="\n".join(new for _, _, new in periods),
            serves=serves,
            rationale=f"the time behind {desk.names(serves)} can be counted",
        )


def _in_case(heading: str, model: str) -> str:
    return heading.upper() if model.isupper() else heading
