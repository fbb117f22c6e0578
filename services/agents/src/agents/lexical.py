"""What the agents of tailoring have in common: the lexicon, loaded once in each process."""

from typing import Self

from typing_extensions import override

from agents.sdk import Agent
from agents.tailoring.lexicon import Lexicon


class LexicalAgent(Agent):
    """An agent that reads with the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @override
    @classmethod
    def create(cls) -> Self:
        return cls(Lexicon.load())

    @override
    def prepare(self) -> None:
        self._lexicon.is_word("warm")
