"""Words that make a claim smaller: negations, qualifiers, hedges. They must survive with what they speak of."""

import re
from collections.abc import Iterable
from typing import Final

from agents.tailoring.language import qualifiers, word_list
from agents.tailoring.lexicon import stem, words

_FAMILIES: Final = qualifiers()
_FUNCTION_WORDS: Final = word_list("function")
_BOUND: Final = re.compile(r"[;:.!?\n•](?=\s|$)|[;:\n•]")
_EMPTY_PHRASE: Final = re.compile(r"\bbut not limited to\b", re.IGNORECASE)
_HALF_PHRASE: Final = re.compile(r"\bbut limited to\b")
"""The same phrase without its negation: what was an empty phrase has become a limit."""
_REACH: Final = 3
_BULLET_ONLY: Final = frozenset({"team"})


def lost_qualifiers(text: str, cited: Iterable[str], *, in_entry: bool) -> list[str]:
    """List the qualifiers of the sources that a line leaves out although it keeps what they qualify.

    A qualifier speaks of the next three content words of its clause, and of the one before it. Any word of its family
    keeps it alive ("helped" for "assisted").

    Args:
        text: The output line.
        cited: The excerpts that it cites.
        in_entry: The line stands in an entry. Elsewhere (skills, summary) "team" qualifies nothing.
    """
    kept = {stem(token.text) for token in words(text)}
    lowered = _spaced(text)
    lost: list[str] = []
    if _HALF_PHRASE.search(lowered) and not any(_HALF_PHRASE.search(_spaced(excerpt)) for excerpt in cited):
        lost.append("not")
    for excerpt in cited:
        for family, phrase, reach in _qualified(excerpt):
            if family in _BULLET_ONLY and not in_entry:
                continue
            if reach & kept and _count(family, lowered) == 0:
                lost.append(phrase)
    return lost


def gained_or_lost_negations(text: str, cited: Iterable[str]) -> bool:
    """Tell whether a line that keeps its clauses has another number of negations than its sources."""
    excerpts = list(cited)
    if len(excerpts) != 1:
        return False
    return _count("negation", _spaced(text)) > _count("negation", _spaced(excerpts[0]))


def _qualified(excerpt: str) -> Iterable[tuple[str, str, frozenset[str]]]:
    """Yield each qualifier of a text: its family, itself, and the stems that it speaks of."""
    for clause in _BOUND.split(_EMPTY_PHRASE.sub(" ", excerpt)):
        tokens = words(clause)
        lowered = clause.lower()
        for family, phrases in _FAMILIES.items():
            for phrase in phrases:
                for match in re.finditer(rf"(?<![\w'’]){re.escape(phrase)}(?![\w'’])", lowered):
                    after = [token.text for token in tokens if token.start >= match.end()]
                    before = [token.text for token in tokens if token.end <= match.start()]
                    reach = [word for word in after if word.lower() not in _FUNCTION_WORDS][:_REACH]
                    reach += (
                        [word for word in before if word.lower() not in _FUNCTION_WORDS][-1:]
                        if family in {"rank", "pending"} or not reach
                        else []
                    )
                    yield family, phrase, frozenset(stem(word) for word in reach)


def _count(family: str, lowered: str) -> int:
    return sum(len(re.findall(rf"(?<![\w'’]){re.escape(phrase)}(?![\w'’])", lowered)) for phrase in _FAMILIES[family])


def _spaced(text: str) -> str:
    return " ".join(text.lower().split())
