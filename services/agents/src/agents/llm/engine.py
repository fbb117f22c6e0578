"""What an engine does: it phrases lines that the rules planned, and looks for requirements that they missed.

Two keep this protocol: the rules, which are asked nothing and cost nothing, and a language model. Neither decides: what
is said here is held against guard and gates by whoever asked.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from typing_extensions import override

from agents.llm.ledger import Ledger
from contracts.documents import Fact

RULES: Final = "rules"


@dataclass(frozen=True, slots=True)
class Task:
    """One line to phrase. Its facts are numbered from 1, in this order, and an answer cites their numbers."""

    patch_id: str
    kind: Literal["statement", "summary"]
    now: str
    """The line as it stands; empty for a summary, which is new."""
    suggested: str
    """The rules' own words."""
    facts: tuple[Fact, ...]
    asked: tuple[str, ...] = ()
    """The posting's sentences that the line serves: a target of wording, never a source of facts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """More of an answer arrived; so many characters of it by now."""

    characters: int


@dataclass(frozen=True, slots=True)
class Phrased:
    """A wording and the facts that it cites."""

    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Terms that may be requirements: believed only where the posting has them, letter by letter."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing usable came, and why: a word, the same for the same cause."""

    reason: str


Phrasing: TypeAlias = AsyncGenerator[Heard | Phrased | NoAnswer, None]
Search: TypeAlias = AsyncGenerator[Heard | Candidates | NoAnswer, None]


class Engine(Protocol):
    """Phrases and looks. It keeps nothing of a job; one instance serves all runs of its process."""

    @property
    def name(self) -> str:
        """Who wrote what it wrote: `rules`, or `model:` and a name."""
        ...

    def phrase(self, task: Task, ledger: Ledger) -> Phrasing:
        """Phrase a line: signs of life, then one `Phrased` or `NoAnswer`, last. Whatever happens, it does not raise."""
        ...

    def look(self, posting: str, known: Sequence[str], ledger: Ledger) -> Search:
        """Look for what a posting asks for beside what is known: signs of life, then one result, last."""
        ...


class RulesEngine(Engine):
    """The rules: their words are the suggestion itself, and what they found in a posting is known already."""

    @property
    @override
    def name(self) -> str:
        return RULES

    @override
    async def phrase(self, task: Task, ledger: Ledger) -> Phrasing:
        yield Phrased(task.suggested, task.facts)

    @override
    async def look(self, posting: str, known: Sequence[str], ledger: Ledger) -> Search:
        yield Candidates(())
