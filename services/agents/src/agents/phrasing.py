"""What the agents have in common that may ask a language model."""

from typing import Self

from typing_extensions import override

from agents.lexical import LexicalAgent
from agents.llm import Asking
from agents.sdk.settings import AgentSettings
from agents.tailoring.lexicon import Lexicon


class PhrasingAgent(LexicalAgent):
    """A lexical agent that may ask a language model, where the settings name one."""

    def __init__(self, lexicon: Lexicon, asking: Asking | None = None) -> None:
        super().__init__(lexicon)
        self._asking = asking or Asking()

    @override
    @classmethod
    def create_for(cls, settings: AgentSettings) -> Self:
        return cls(Lexicon.load(), Asking(settings.llm))
