"""Drops, and lists as dropped, a bullet that says what another of the same role says."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from agents.tailoring.guard.numbers import number_counts
from agents.tailoring.planning.proposal import Desk, Proposal
from contracts.documents import Line

_SAME: Final = 95.0


def repeated_bullets(desk: Desk) -> Iterator[Proposal]:
    """Propose to drop the second of two bullets of one role that are 95 % alike and have the same numbers."""
    for section in desk.doc.sections:
        for entry in section.entries:
            kept: list[Line] = []
            for line in entry.lines:
                twin = next((one for one in kept if _same(one.text, line.text)), None)
                if twin is None:
                    kept.append(line)
                    continue
                serves = desk.served_by(twin)
                if serves:
                    yield Proposal(
                        op="drop_duplicate_bullet",
                        path=f"bullet:{line.id}",
                        before=line.text,
                        after="",
                        serves=serves,
                        rationale=f"said once, {desk.names(serves)} is read once",
                        sources=tuple(twin.facts),
                    )


def _same(one: str, other: str) -> bool:
    return fuzz.ratio(one.lower(), other.lower()) >= _SAME and number_counts([one]) == number_counts([other])
