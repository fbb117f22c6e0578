"""Which requirements a line speaks of without proving them: it has two of their telling words, near each other.

Kinship earns no credit. It tells whom a better wording or a better place of the line would serve.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from agents.tailoring.evidence.reader import Reader
from agents.tailoring.evidence.relevance import Relevance
from agents.tailoring.language import word_list
from agents.tailoring.lexicon import stem, words
from contracts.documents import Requirement

_FUNCTION_WORDS: Final = word_list("function") | word_list("says nothing of a job")
_NEAR: Final = 6
_TELLING: Final = 3.4
_SHARE_OF_PROOF: Final = 0.1
_VERY_TELLING: Final = 12.0
"""Kinship weighs a tenth of the lightest proof at most, and that from here on."""
_EVERYDAY_ZIPF: Final = 7.0
"""A word tells the more, the rarer it is: 7 less its Zipf value ("the" 0, "team" 1.3, "patient" 2.1, "invoice" 3.5)."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The content words of a text: how much each tells, and where it stands among them."""

    telling: Mapping[str, float]
    places: Mapping[str, tuple[int, ...]]

    def near(self, one: str, other: str) -> bool:
        """Tell whether two words stand within six content words of each other."""
        return any(abs(here - there) <= _NEAR for here in self.places[one] for there in self.places[other])


class Kinship:
    """The posting's requirements, ready to be compared with lines."""

    def __init__(self, requirements: Sequence[Requirement], reader: Reader) -> None:
        self._reader = reader
        self._memo: dict[str, Relevance] = {}
        self._told = [
            (requirement.id, requirement.weight, self._tell(requirement.text)) for requirement in requirements
        ]

    def of(self, text: str) -> Relevance:
        """Give the requirements that share telling words with a text, closest first, and a small weight."""
        known = self._memo.get(text)
        if known is None:
            known = self._memo[text] = self._of(text)
        return known

    def _of(self, text: str) -> Relevance:
        here = self._tell(text)
        scored: list[tuple[float, str]] = []
        for requirement_id, weight, told in self._told:
            shared = sorted(here.telling.keys() & told.telling.keys())
            together = {
                word
                for one, other in combinations(shared, 2)
                if here.near(one, other) and told.near(one, other)
                for word in (one, other)
            }
            telling = sum(here.telling[word] for word in sorted(together))
            if telling >= _TELLING:
                scored.append((telling * weight, requirement_id))
        scored.sort(key=lambda pair: -pair[0])  # stable: the posting's order decides last
        return Relevance(
            weight=round(_SHARE_OF_PROOF * sum(min(1.0, telling / _VERY_TELLING) for telling, _ in scored), 4),
            serves=tuple(requirement_id for _, requirement_id in scored),
        )

    def _tell(self, text: str) -> _Told:
        zipf = self._reader.lexicon.zipf
        content = [
            token.text
            for token in words(text)
            if token.text.lower() not in _FUNCTION_WORDS and not token.text.isdigit()
        ]
        places: dict[str, tuple[int, ...]] = {}
        for place, word in enumerate(content):
            places[stem(word)] = (*places.get(stem(word), ()), place)
        telling = {stem(word): max(0.0, _EVERYDAY_ZIPF - zipf(word)) for word in content}
        return _Told(telling, places)
