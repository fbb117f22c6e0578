"""Finds a term of the posting in a résumé: exact, then inflected, by another name, alike, or broader."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from agents.tailoring import weights
from agents.tailoring.evidence.deeds import deed, trade
from agents.tailoring.evidence.index import Index, Located
from agents.tailoring.evidence.reader import holds
from agents.tailoring.lexicon import fold, stem, words
from agents.tailoring.lexicon.spellings import PAPERS
from agents.tailoring.views import Place

_BARE: Final = re.compile(r"^(?:good|excellent|strong|effective|solid) |\s+(?:skills?|abilit(?:y|ies))$", re.IGNORECASE)
"""What says how much of a thing, or that it is one: "strong communication skills" are communication."""
How: TypeAlias = Literal["exact", "variant", "alias", "fuzzy", "broader", "semantic"]
_ORDER: Final[tuple[How, ...]] = ("exact", "variant", "alias", "fuzzy", "broader", "semantic")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a term was found."""

    term: str
    how: How
    place: Place
    text_id: str
    """Id of the line; of the entry where its title says it."""
    entry_id: str | None
    surface: str
    """The words that stand there."""

    @property
    def credit(self) -> float:
        """What this evidence is worth, 0 to 1."""
        return min(weights.HOW_CREDIT[self.how], weights.PLACE_CREDIT[self.place])


def find_term(term: str, index: Index, *, names_only: bool = False) -> list[Occurrence]:
    """Find a term in a résumé.

    Args:
        term: A canonical name, or any words of the posting.
        index: The résumé.
        names_only: Take exact words, inflections and other names only: what a licence or a certificate needs. A kind
            of it is one: a class A license is a driver's license, and no other way round.

    Returns:
        One occurrence a text, best credit first, then best way of being found, then in reading order.
        Likeness and broader terms are looked for only where nothing better was found.
    """
    found = _by_name(term, index)
    bare = _BARE.sub("", term)
    if not found and bare != term:
        found = [replace(one, term=term) for one in _by_name(bare, index)]
    if not found:
        found = _kinds(term, index) if names_only else _alike(term, index) or _broader(term, index)
    return sorted(found, key=lambda one: (-one.credit, _ORDER.index(one.how)))  # stable: reading order decides last


def _by_name(term: str, index: Index) -> list[Occurrence]:
    canonical = index.reader.lexicon.term(term)
    found: dict[int, Occurrence] = {}
    for number, located in enumerate(index.texts):
        hit = located.read.terms.get(canonical) if canonical is not None else None
        if hit is not None:
            found[number] = _occurrence(term, _likeness(term, hit.surface), located, hit.surface)
    if canonical is None or len(_phrase(term)) > 1 or index.reader.lexicon.kind(canonical) == "soft":
        # A name that is also an ordinary word ("Spring") is believed from the lexicon alone, never from its letters.
        # What people are like has no name: "flexible" says "flexibility".
        for number in index.holding(tuple(stem(word) for word in _phrase(term))):
            how = _phrase_how(term, index.texts[number])
            if how is not None and number not in found:
                found[number] = _occurrence(term, how, index.texts[number], term)
    for number, located in enumerate(index.texts):
        written = located.read.written
        surface = deed(term, written) or (trade(term, written) if located.id == located.entry_id else None)
        if number not in found and surface is not None:
            found[number] = _occurrence(term, "variant", located, surface)
    return [found[number] for number in sorted(found)]


def _phrase_how(term: str, located: Located) -> How | None:
    written = tuple(word.lower() for word in _phrase(term))
    if holds(located.read.written, written):
        return "exact"
    if holds(located.read.folded, tuple(fold(word) for word in written)):
        return "variant"
    if holds(located.read.stems, tuple(stem(word) for word in written)):
        return "variant"
    return None


def _alike(term: str, index: Index) -> list[Occurrence]:
    phrase = tuple(word.lower() for word in _phrase(term))
    return [
        _occurrence(term, "fuzzy", located, term)
        for located in index.texts
        if phrase and index.reader.similar(phrase, located.text)
    ]


def _broader(term: str, index: Index) -> list[Occurrence]:
    """Find something that is a kind of the term, or that the term is a kind of: half a claim either way."""
    lexicon = index.reader.lexicon
    canonical = lexicon.term(term) or term
    wider = lexicon.broader(canonical)[:1]
    found: list[Occurrence] = []
    for located in index.texts:
        hit = located.read.broader.get(canonical)
        if hit is None:
            hit = next((located.read.terms[name] for name in wider if name in located.read.terms), None)
        if hit is not None:
            found.append(_occurrence(term, "broader", located, hit.surface))
    return found


def _kinds(term: str, index: Index) -> list[Occurrence]:
    """Find a paper that is a kind of the one asked for."""
    lexicon = index.reader.lexicon
    hits = ((located, located.read.broader.get(lexicon.term(term) or term)) for located in index.texts)
    return [
        _occurrence(term, "alias", located, hit.surface)
        for located, hit in hits
        if hit is not None and lexicon.kind(hit.term) in PAPERS
    ]


def _likeness(term: str, surface: str) -> How:
    if _words(term) == _words(surface):
        return "exact"
    if tuple(stem(word) for word in _words(term)) == tuple(stem(word) for word in _words(surface)):
        return "variant"
    return "alias"


def _phrase(term: str) -> tuple[str, ...]:
    return tuple(token.text for token in words(term))


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text.lower() for token in words(text))


def _occurrence(term: str, how: How, located: Located, surface: str) -> Occurrence:
    return Occurrence(term, how, located.place, located.id, located.entry_id, surface)
