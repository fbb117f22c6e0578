"""Rewords lines that speak for a requirement: openings, filler, length, the posting's verb."""

from collections.abc import Iterator

from agents.tailoring.language import verb_of
from agents.tailoring.language.tenses import told_in_past
from agents.tailoring.planning.phrasing import split_long, strong_opening, swapped_verb, without_filler
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.text import is_foreign
from contracts.documents import Line, PatchOp, SectionType

_STATEMENTS: frozenset[SectionType] = frozenset({"experience", "projects", "volunteering"})


Statement = tuple[Line, tuple[str, ...], bool]
"""A line, whom a better wording of it serves, and whether its role goes on."""


def weak_openings(desk: Desk) -> Iterator[Proposal]:
    """Start a line with what was done instead of "Responsible for"."""
    for line, serves, ongoing in _statements(desk):
        after = strong_opening(line.text, ongoing=ongoing)
        if after is not None:
            yield _reworded(desk, "weak_opening", line, serves, after, "starts with the deed that serves {names}")


def filler(desk: Desk) -> Iterator[Proposal]:
    """Take out words that say nothing, so that what serves the posting is read."""
    for line, serves, _ in _statements(desk):
        after = without_filler(line.text)
        if after is not None:
            yield _reworded(desk, "trim_filler", line, serves, after, "without filler {names} is read sooner")


def long_lines(desk: Desk) -> Iterator[Proposal]:
    """Cut lines of more than 30 words in two."""
    for line, serves, _ in _statements(desk):
        after = split_long(line.text)
        if after is not None:
            yield _reworded(
                desk, "split_long_bullet", line, serves, after, "two shorter bullets; {names} is not buried"
            )


def verbs(desk: Desk) -> Iterator[Proposal]:
    """Say a deed with the posting's verb where both mean the same."""
    wanted = frozenset(verb.lemma for word in desk.job.verbs if (verb := verb_of(word)) is not None)
    for line, serves, _ in _statements(desk):
        swapped = swapped_verb(line.text, wanted)
        if swapped is not None:
            yield _reworded(
                desk,
                "verb_swap",
                line,
                serves,
                swapped[0],
                f"the posting says “{swapped[1]}” where it asks for {{names}}",
            )


def _statements(desk: Desk) -> Iterator[Statement]:
    """Walk the lines of experience and project entries whose wording serves somebody.

    That is whom the line proves or speaks of; and, since a role is what years are counted by, who asks for years that
    the role counts for.
    """
    for section in desk.doc.sections:
        if section.type not in _STATEMENTS:
            continue
        for entry in section.entries:
            ongoing = entry.dates is not None and entry.dates.ongoing and not told_in_past(entry)
            for line in entry.lines:
                if is_foreign(line.text):
                    continue
                serves = tuple(dict.fromkeys((*desk.served_by(line), *desk.years.get(entry.id, ()))))
                if serves:
                    yield line, serves, ongoing


def _reworded(desk: Desk, op: PatchOp, line: Line, serves: tuple[str, ...], after: str, why: str) -> Proposal:
    return Proposal(
        op=op,
        path=f"bullet:{line.id}",
        before=line.text,
        after=after,
        serves=serves,
        rationale=why.format(names=desk.names(serves)),
        sources=tuple(line.facts),
    )
