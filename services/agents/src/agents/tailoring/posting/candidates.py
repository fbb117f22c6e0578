"""Requirements that somebody else read out of a posting: believed where the posting has them letter by letter."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from agents.tailoring.lexicon import Lexicon, tables, words
from agents.tailoring.posting.requirements import Asked
from agents.tailoring.posting.zones import REQUIRING, Zoned
from contracts.documents import Requirement

_NOTHING: Final = (
    tables.word_lists("phrases.txt")["function"]
    | tables.word_lists("phrases.txt")["fluff"]
    | tables.word_lists("phrases.txt")["generic"]
)
_MOST: Final = 8
_MOST_WORDS: Final = 5
_COMMON: Final = 5.2
"""A word that is so frequent names nothing (Zipf)."""


def asked_beside(terms: Sequence[str], units: Iterable[Zoned], found: Sequence[Asked], lexicon: Lexicon) -> list[Asked]:
    """Make requirements of terms that the rules did not find, eight at most.

    A term has to stand in a sentence that asks for something, as written, and must not be part of what was found. It
    is asked as lightly as a duty: what a model reads out of a posting knocks nobody out.
    """
    known = {name.lower() for one in found for name in (*one.terms, *one.any_of)}
    asking = [unit for unit, zone in units if zone in REQUIRING and zone != "title" and not unit.heading]
    made: list[Asked] = []
    for term in terms:
        place = _place(term, lexicon) if len(made) < _MOST else None
        if place is None or _is_known(term, known, lexicon):
            continue
        unit = next((unit for unit in asking if place.search(unit.text)), None)
        if unit is not None:
            known.add(term.lower())
            made.append(Asked(unit.text, unit.start, unit.end, "implicit", "skill", (term,)))
    return made


def marked(requirements: Iterable[Requirement], beside: Sequence[Asked], engine: str) -> list[Requirement]:
    """Name who found the requirements that were made of these terms."""
    terms = {term for one in beside for term in one.terms}
    return [
        replace(requirement, engine=engine) if requirement.terms and terms >= {*requirement.terms} else requirement
        for requirement in requirements
    ]


def _place(term: str, lexicon: Lexicon) -> re.Pattern[str] | None:
    """Give what finds a term as written; None where it says nothing, or too much."""
    written = [token.text for token in words(term)]
    telling = [word for word in written if word.lower() not in _NOTHING and lexicon.zipf(word.lower()) < _COMMON]
    if not telling or len(written) > _MOST_WORDS:
        return None
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")


def _is_known(term: str, known: set[str], lexicon: Lexicon) -> bool:
    """Tell whether a term, or a part of it that is a name, was found by the rules."""
    folded = f" {term.lower()} "
    if any(f" {name} " in folded or folded in f" {name} " for name in known):
        return True
    return any(hit.term.lower() in known for hit in lexicon.find(term))
