"""The closed table of verbs: their forms, and how much each of them claims."""

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

_MOST_FIELDS = 6


class Verb(NamedTuple):
    """A verb with its forms. `tier`: 1 assists, 2 does, 3 owns, 4 leads."""

    lemma: str
    third: str
    past: str
    gerund: str
    tier: int
    noun: str | None

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, the lemma first, nouns of the same lemma last."""
        verbal = (self.lemma, self.third, self.past, self.gerund)
        return (*verbal, self.noun) if self.noun else verbal


@cache
def verbs() -> tuple[Verb, ...]:
    """Read the table: sorted by lemma."""
    table = files("agents.tailoring.language").joinpath("data", "verbs.txt").read_text(encoding="utf-8")
    return tuple(_verb(line) for line in table.splitlines() if line and not line.startswith("#"))


def verb_of(word: str) -> Verb | None:
    """Give the verb that a word is a form of, None for a word that is no verb we know.

    Where two verbs share a form ("found"), the first by lemma is meant.
    """
    return _by_form().get(word.lower())


@cache
def _by_form() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    for verb in verbs():
        for form in verb.forms:
            forms.setdefault(form, verb)
    return forms


def _verb(line: str) -> Verb:
    fields = line.split()
    lemma, third, past, gerund, tier = fields[:5]
    return Verb(lemma, third, past, gerund, int(tier), fields[5] if len(fields) == _MOST_FIELDS else None)


_EQUALS: Final = (
    ("begin", "start"),
    ("buy", "purchase"),
    ("fix", "repair"),
    ("get", "obtain"),
    ("give", "provide"),
    ("help", "assist"),
    ("instruct", "teach"),
    ("supervise", "oversee"),
    ("utilize", "use"),
    ("collect", "gather"),
    ("examine", "inspect"),
)
"""Verbs of which either can stand for the other, the plainer first; the guard relies on it: few, and reviewed."""

_SPELLINGS: Final = (("analyse", "analyze"), ("optimise", "optimize"), ("organise", "organize"))
"""Two spellings of one verb: either carries the other, and none is changed into the other."""


def equals_of(verb: Verb) -> tuple[Verb, ...]:
    """List the verbs that mean the same in a résumé, sorted by lemma."""
    lemmas = {other for pair in (*_EQUALS, *_SPELLINGS) if verb.lemma in pair for other in pair} - {verb.lemma}
    return tuple(found for lemma in sorted(lemmas) if (found := verb_of(lemma)) is not None)


def better_of(verb: Verb) -> tuple[Verb, ...]:
    """List the verbs that say the same as well or better, sorted by lemma: "provide" for "give", never the reverse."""
    lemmas = sorted(better for plain, better in _EQUALS if plain == verb.lemma)
    return tuple(found for lemma in lemmas if (found := verb_of(lemma)) is not None)


def form_of(verb: Verb, word: str) -> str | None:
    """Name the form of a verb that a word is: past, gerund, third or lemma; None for its noun."""
    names = ("past", "gerund", "third", "lemma")
    return next((name for name in names if getattr(verb, name) == word.lower()), None)
