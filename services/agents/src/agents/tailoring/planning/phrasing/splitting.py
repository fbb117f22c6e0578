"""Cuts a line that nobody reads to its end into two that somebody does."""

import re
from typing import Final

from agents.tailoring.language import verb_of
from agents.tailoring.lexicon import words

_LONG: Final = 30
_SHORTEST_PART: Final = 6
_CUT: Final = re.compile(r"; (?:and )?(?=\w)|\. (?=[A-Z])|, and (?=\w)")


def split_long(text: str) -> str | None:
    """Give a line of more than 30 words as two, one a line, cut at the place nearest to its middle.

    Both parts start with a verb in the same form, so that each can stand alone; else the line is left alone.
    """
    if len(words(text)) <= _LONG:
        return None
    middle = len(text) / 2
    for cut in sorted(_CUT.finditer(text), key=lambda match: abs(match.start() - middle)):
        first, second = text[: cut.start()], text[cut.end() :]
        if min(len(words(first)), len(words(second))) < _SHORTEST_PART:
            continue
        if _form(first) is None or _form(first) != _form(second) or first.count("(") != first.count(")"):
            continue
        end = "." if text.rstrip().endswith(".") else ""
        return f"{first.rstrip('.')}{end}\n{second[:1].upper()}{second[1:]}"
    return None


def _form(text: str) -> str | None:
    first = words(text)[:1]
    verb = verb_of(first[0].text) if first else None
    if verb is None:
        return None
    word = first[0].text.lower()
    return next((name for name in ("past", "gerund", "third", "lemma") if getattr(verb, name) == word), None)
