"""Puts first what the posting asks for: sections, bullets, skills, entries without dates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agents.tailoring.applying.skill_lists import ListLine, parse_list
from agents.tailoring.evidence.relevance import together
from agents.tailoring.lexicon import words
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.rules.periods import recency
from contracts.documents import Line, ResultEntry, ResultSection, SectionType

_FIXED_FIRST: Final[frozenset[SectionType]] = frozenset({"contact", "summary"})
_FIXED_LAST: Final[frozenset[SectionType]] = frozenset({"interests", "references", "other", "publications"})
_RANK: Final[Mapping[SectionType, int]] = {
    "experience": 3, "skills": 3, "projects": 2, "certifications": 2, "education": 2,
}  # fmt: skip
"""A section never passes one of a higher rank: people look for roles first, whatever the posting counts."""
_TOLD: Final[frozenset[SectionType]] = frozenset({"experience", "projects", "volunteering"})
_LISTED: Final[frozenset[SectionType]] = frozenset({"awards", "certifications", "languages", "volunteering"})
_MUCH_MORE: Final = 2.5
"""Sections move only for a clear gain: this many times the relevance of those that they pass."""
_LEANS_ON_OTHERS: Final = re.compile(
    r"^(?:also|this|these|it|its|they|he|she|as part of|etc|in addition|additionally|furthermore|some of|my role|here"
    r"|within|the (?:job|project|client|role|team) (?:was|is|had|mainly))\b"
    r"|^(?:project|phase|client|company|role|team size|environment|tools|duration)\b[^.]{0,40}:",
    re.IGNORECASE,
)
_FEWEST: Final = 2


def bullets(desk: Desk) -> Iterator[Proposal]:
    """Put the bullets that serve the posting first within their role or list; the others keep their order."""
    for section in desk.doc.sections:
        found = []
        if section.type in _LISTED:
            found.append(_bullets_of(desk, f"section:{section.id}", section.lines))
        if section.type in _TOLD:
            found += [_bullets_of(desk, f"entry:{entry.id}", entry.lines) for entry in section.entries]
        yield from (proposal for proposal in found if proposal is not None)


def _bullets_of(desk: Desk, path: str, every: list[Line]) -> Proposal | None:
    headers = [line for line in every if "~h" in line.id]
    lines = every[len(headers) :]
    if len(lines) < _FEWEST or headers != every[: len(headers)] or not _stand_alone(lines):
        return None
    arranged = sorted(lines, key=lambda line: -desk.rank_of(line))  # stable
    moved = _moved_up(lines, arranged)
    serves = _serves(desk, moved)
    if not serves:
        return None
    return Proposal(
        op="reorder_bullets",
        path=path,
        before="\n".join(line.text for line in every),
        after="\n".join(line.text for line in [*headers, *arranged]),
        serves=serves,
        rationale=f"what speaks for {desk.names(serves)} is read first",
        sources=tuple(fact_id for line in moved for fact_id in line.facts),
    )


def skills(desk: Desk) -> Iterator[Proposal]:
    """Put the skills that the posting names first: within a list of one line, and lines of one skill each."""
    for section in desk.doc.sections:
        if section.type != "skills" or section.entries:
            continue
        parsed = [parse_list(line.text) for line in section.lines]
        if any(one is not None for one in parsed):
            if not _wrapped(section.lines, parsed):
                for line, items in zip(section.lines, parsed, strict=True):
                    yield from _items_of(desk, line, items)
        elif all(_is_item(line.text) for line in section.lines):
            yield from _lines_of(desk, section)


def _items_of(desk: Desk, line: Line, items: ListLine | None) -> Iterator[Proposal]:
    if items is None or not desk.served_by(line):
        return
    wanted = _wanted_weights(desk)
    weights = [_item_weight(desk, item, wanted) for item in items.items]
    order = sorted(range(len(items.items)), key=lambda place: -weights[place])
    after = items.arranged(order)
    if after == line.text:
        return
    serves = desk.served_by(line)
    yield Proposal(
        op="reorder_skills",
        path=f"bullet:{line.id}",
        before=line.text,
        after=after,
        serves=serves,
        rationale=f"{desk.names(serves)} first, as the posting asks",
        sources=tuple(line.facts),
    )


def _item_weight(desk: Desk, item: str, wanted: Mapping[str, float]) -> float:
    """Give the weight of a listed skill: of the requirement that names it, else a little where it speaks of one."""
    named = max((wanted.get(term, 0.0) for term in desk.reader.read(item).terms), default=0.0)
    return named or desk.kinship.of(item).weight


def _lines_of(desk: Desk, section: ResultSection) -> Iterator[Proposal]:
    arranged = sorted(section.lines, key=lambda line: -desk.rank_of(line))
    moved = _moved_up(section.lines, arranged)
    serves = _serves(desk, moved)
    if serves:
        yield Proposal(
            op="reorder_skills",
            path=f"section:{section.id}",
            before="\n".join(line.text for line in section.lines),
            after="\n".join(line.text for line in arranged),
            serves=serves,
            rationale=f"{desk.names(serves)} first, as the posting asks",
            sources=tuple(fact_id for line in moved for fact_id in line.facts),
        )


def sections(desk: Desk) -> Iterator[Proposal]:
    """Put a section before others that say much less to the posting; the summary stays first, interests last."""
    found = desk.doc.sections
    head = [section for section in found if section.type in _FIXED_FIRST]
    tail = [section for section in found if section.type in _FIXED_LAST]
    middle = [section for section in found if section not in head and section not in tail]
    arranged = list(middle)
    for place in range(1, len(arranged)):  # insertion: a section climbs while it is worth much more than the one above
        climb = place
        while climb and _climbs(desk, arranged[climb], arranged[climb - 1]):
            arranged[climb - 1], arranged[climb] = arranged[climb], arranged[climb - 1]
            climb -= 1
    moved = [section for place, section in enumerate(arranged) if middle.index(section) > place]
    serves = together([desk.of_section(section) for section in moved]).serves
    if not serves or [section.id for section in arranged] == [section.id for section in middle]:
        return
    order = [*head, *arranged, *tail]
    yield Proposal(
        op="reorder_sections",
        path="document",
        before="\n".join(section.heading for section in found),
        after="\n".join(section.heading for section in order),
        serves=serves,
        rationale=f"the section that speaks for {desk.names(serves)} comes first",
    )


def entries(desk: Desk) -> Iterator[Proposal]:
    """Order projects without dates by what they say to the posting; what has dates is put newest first."""
    yield from _newest_first(desk)
    for section in desk.doc.sections:
        if section.type not in {"projects", "volunteering", "awards"} or len(section.entries) < _FEWEST:
            continue
        if any(entry.dates is not None for entry in section.entries):
            continue
        arranged = sorted(section.entries, key=lambda entry: -desk.of_entry(entry).weight)
        yield from _rearranged(desk, section, arranged, "what speaks for {} comes first")


def _newest_first(desk: Desk) -> Iterator[Proposal]:
    """Put roles newest first where all have dates and they are not: it is what tracking systems and people expect."""
    for section in desk.doc.sections:
        dates = [entry.dates for entry in section.entries]
        if section.type != "experience" or any(one is None for one in dates):
            continue
        newest = sorted(
            section.entries, key=lambda entry: recency(entry.dates) if entry.dates is not None else (), reverse=True
        )
        yield from _rearranged(desk, section, newest, "newest first, as it is read: {}")


def _rearranged(desk: Desk, section: ResultSection, order: Sequence[ResultEntry], why: str) -> Iterator[Proposal]:
    """Propose an order of a section's entries, where what moves up serves a requirement; `why` names what it serves."""
    moved = [entry for place, entry in enumerate(order) if section.entries.index(entry) > place]
    serves = together([desk.of_entry(entry) for entry in moved]).serves
    if serves:
        yield Proposal(
            op="reorder_entries",
            path=f"section:{section.id}",
            before="\n".join(entry.id for entry in section.entries),
            after="\n".join(entry.id for entry in order),
            serves=serves,
            rationale=why.format(desk.names(serves)),
        )


def _climbs(desk: Desk, lower: ResultSection, upper: ResultSection) -> bool:
    if _RANK.get(lower.type, 1) < _RANK.get(upper.type, 1):
        return False
    return desk.of_section(lower).weight > _MUCH_MORE * desk.of_section(upper).weight


def _moved_up(before: Sequence[Line], after: Sequence[Line]) -> list[Line]:
    was = {line.id: place for place, line in enumerate(before)}
    return [line for place, line in enumerate(after) if was[line.id] > place]


def _serves(desk: Desk, lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(requirement_id for line in lines for requirement_id in desk.served_by(line)))


def _wanted_weights(desk: Desk) -> dict[str, float]:
    """Give the heaviest requirement's weight of each term that the posting asks for."""
    lexicon = desk.reader.lexicon
    found: dict[str, float] = {}
    for requirement in desk.job.requirements:
        for name in (*requirement.terms, *requirement.any_of):
            term = lexicon.term(name) or name
            found[term] = max(found.get(term, 0.0), requirement.weight)
    return found


def _stand_alone(lines: Sequence[Line]) -> bool:
    """Tell whether every line can be read without the one before it: else their order is part of what they say."""
    return all(
        line.text[:1].isupper()
        and not line.text.rstrip().endswith((":", ","))
        and bool(words(line.text))
        and not _LEANS_ON_OTHERS.search(line.text)
        for line in lines
    )


def _is_item(text: str) -> bool:
    return len(words(text)) <= 6 and not text.rstrip().endswith((",", ":", ".", ";"))  # noqa: PLR2004 - one skill


def _wrapped(lines: Sequence[Line], parsed: Sequence[ListLine | None]) -> bool:
    """Tell whether a list seems to run over line ends: then an item may be cut in two, and nothing is moved."""
    if len(lines) < _FEWEST:
        return False
    return any(line.text.rstrip().endswith((",", "-", " and", "&")) for line in lines) or (
        any(one is None for one in parsed) and any(line.text[:1].islower() for line in lines)
    )
