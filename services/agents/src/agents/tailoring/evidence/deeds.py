"""Finds the deed that a term names: "Teaching" in "taught a class" and in "Teacher"."""

from collections.abc import Iterable
from functools import lru_cache

from agents.tailoring.language import Verb, verb_of
from agents.tailoring.lexicon import fold, stem, words

_SHORTEST_STEM = 4


def deed(term: str, written: Iterable[str]) -> str | None:
    """Give the word, of words in lower case, that does what a term of one word names.

    The term is a gerund of a verb that we know, or its noun. Counted are the verb's past and gerund, and who does it
    ("teacher"); a lemma that is also a noun ("market", "schedule") is not believed.
    """
    counted = _counted(term)
    if not counted:
        return None
    return next((word for word in written if word in counted), None)


def trade(term: str, title: Iterable[str]) -> str | None:
    """Give the word of a title, in lower case, that names who does what a term of one word names: "nurse", "Nursing".

    The word begins with the term's stem and is longer than it: an "Account Manager" is no accountant.
    """
    found = words(term)
    if len(found) != 1 or not found[0].text.lower().endswith("ing"):
        return None
    root = stem(found[0].text)
    if len(root) < _SHORTEST_STEM:
        return None
    return next((word for word in title if word.startswith(root) and fold(word) != root), None)


@lru_cache(maxsize=4096)
def _counted(term: str) -> frozenset[str]:
    found = words(term)
    verb = verb_of(found[0].text) if len(found) == 1 else None
    if verb is None or found[0].text.lower() not in {verb.gerund, verb.noun}:
        return frozenset()
    return frozenset({verb.past, verb.gerund, *_doers(verb)})


def _doers(verb: Verb) -> tuple[str, ...]:
    """Give who does it: "teacher", "drivers", "programmer"."""
    stem = verb.gerund.removesuffix("ing")
    return (f"{stem}er", f"{stem}ers")
