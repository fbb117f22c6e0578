"""What a proposer sees and says: the document as it stands, and a change of it that serves a requirement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from agents.tailoring.applying.gates import Measured
from agents.tailoring.evidence import Reader
from agents.tailoring.evidence.kinship import Kinship
from agents.tailoring.evidence.relevance import Relevance, relevance_by_text, together
from agents.tailoring.guard.strength import tier
from agents.tailoring.matching import Judgement
from agents.tailoring.materials import Materials
from contracts.documents import (
    Fact,
    FactId,
    JobDoc,
    Line,
    OptimisedDoc,
    PatchOp,
    Requirement,
    ResultEntry,
    ResultSection,
    ResumeDoc,
)

NOTHING = Relevance()
_ASSISTS: Final = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A patch before it has an id and a price."""

    op: PatchOp
    path: str
    before: str
    after: str
    serves: tuple[str, ...]
    rationale: str
    sources: tuple[FactId, ...] = ()
    derived: tuple[Fact, ...] = ()
    """Facts that this proposal computes and cites."""


@dataclass(frozen=True)
class Desk:
    """Everything that lies before a proposer: the document as earlier proposals left it, and the posting."""

    state: Measured

    @property
    def doc(self) -> OptimisedDoc:
        """The document as earlier proposals left it."""
        return self.state.doc

    @property
    def materials(self) -> Materials:
        """What it is made of."""
        return self.state.materials

    @property
    def reader(self) -> Reader:
        """Reads texts."""
        return self.state.reader

    @property
    def resume(self) -> ResumeDoc:
        """The résumé as read."""
        return self.materials.resume

    @property
    def job(self) -> JobDoc:
        """The posting as read."""
        return self.materials.job

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """The posting's requirements by id."""
        return {requirement.id: requirement for requirement in self.job.requirements}

    @property
    def judgement(self) -> Judgement:
        """How the document stands against the posting."""
        return self.state.judgement

    @cached_property
    def relevance(self) -> Mapping[str, Relevance]:
        """What each text is worth, by its id; what is worth nothing is not in it."""
        return relevance_by_text(self.judgement.found)

    @cached_property
    def kinship(self) -> Kinship:
        """Which requirements lines speak of, beyond those that they are evidence for."""
        return Kinship(self.job.requirements, self.reader)

    def served_by(self, line: Line) -> tuple[str, ...]:
        """List whom a better wording of a line serves: those that it proves, then those that it speaks of."""
        return tuple(dict.fromkeys((*self.of_line(line.id).serves, *self.kinship.of(line.text).serves)))

    @cached_property
    def years(self) -> Mapping[str, tuple[str, ...]]:
        """Which requirements of so many years each role counts for, by the role's id."""
        found: dict[str, tuple[str, ...]] = {}
        for one in self.judgement.found:
            if one.requirement.kind == "years":
                for occurrence in one.occurrences:
                    found[occurrence.text_id] = (*found.get(occurrence.text_id, ()), one.requirement.id)
        return found

    def rank_of(self, line: Line) -> float:
        """Tell how early a line should be read: what it proves counts, what it only speaks of a little.

        A line that only assisted keeps its place: nobody is introduced by what others did.
        """
        if tier([line.text]) == _ASSISTS:
            return 0.0
        return self.of_line(line.id).weight + self.kinship.of(line.text).weight

    def of_line(self, line_id: str) -> Relevance:
        """Tell what a line is worth."""
        return self.relevance.get(line_id, NOTHING)

    def of_entry(self, entry: ResultEntry) -> Relevance:
        """Tell what an entry with its lines is worth."""
        return together([self.relevance.get(entry.id, NOTHING), *(self.of_line(line.id) for line in entry.lines)])

    def of_section(self, section: ResultSection) -> Relevance:
        """Tell what a section is worth."""
        lines = [self.of_line(line.id) for line in section.lines]
        return together([*lines, *(self.of_entry(entry) for entry in section.entries)])

    def names(self, requirement_ids: Iterable[str], most: int = 3) -> str:
        """Name the terms of requirements for a rationale, the first of them only."""
        found: list[str] = []
        for requirement_id in requirement_ids:
            requirement = self.requirements[requirement_id]
            term = next(
                (one.term for one in self.judgement.found if one.requirement.id == requirement_id and one.term), None
            )
            name = term or next(iter((*requirement.terms, *requirement.any_of)), requirement.kind)
            if name not in found:
                found.append(name)
        return ", ".join(found[:most])


Proposer: TypeAlias = Callable[[Desk], Iterable[Proposal]]
"""Reads the desk and proposes; proposals of one proposer touch different places."""
