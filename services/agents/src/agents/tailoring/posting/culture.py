"""Finds what a posting says of how people work there."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from agents.tailoring.language import verb_of
from agents.tailoring.lexicon import words
from agents.tailoring.lexicon.cues import families
from agents.tailoring.posting.zones import Zoned
from contracts.documents import Cue, Span

_FAMILIES: Final = families("culture")
_ZONES: Final = frozenset({"duties", "must", "preferred", "about", "other"})
_MOST_VERBS: Final = 12


def cues(units: Iterable[Zoned]) -> list[Cue]:
    """List the cues of the four families, each phrase once per family, in the order of the text."""
    found: dict[tuple[str, str], Cue] = {}
    for unit, zone in units:
        if zone not in _ZONES or unit.heading:
            continue
        for family, pattern in _FAMILIES:
            for match in pattern.finditer(unit.text):
                phrase = match.group().lower()
                span = Span(source="posting", start=unit.start, end=unit.end)
                found.setdefault((family, phrase), Cue(family=family.replace("-", " "), phrase=phrase, span=span))
    return list(found.values())


def action_verbs(units: Iterable[Zoned]) -> list[str]:
    """List the verbs of the duties, the most frequent first, at most twelve."""
    counted: Counter[str] = Counter()
    for unit, zone in units:
        if zone == "duties" and not unit.heading:
            counted.update(verb.lemma for token in words(unit.text) if (verb := verb_of(token.text)) is not None)
    return [lemma for lemma, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VERBS]]
