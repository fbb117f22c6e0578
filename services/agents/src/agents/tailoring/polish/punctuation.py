"""Spaces and full stops: as most of the lines have them."""

import re
from collections.abc import Sequence
from typing import Final

from agents.tailoring.lexicon import words
from agents.tailoring.rules.wording import starts_with_verb

_SPACES: Final = re.compile(r"[ \t]{2,}")
_BEFORE_MARK: Final = re.compile(r"(?<=\w) +(?=[,;](?:\s|$))")
_SENTENCES: Final = re.compile(r"[.!?]\s+[A-Z]")
_ENDS_OPEN: Final = re.compile(r"[\w)%\"”]$")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:etc|e\.g|i\.e|inc|ltd|co|corp|jr|sr|dr|no|approx)|\b[A-Z])\.$", re.IGNORECASE
)

_FEWEST_WORDS: Final = 4


def wants_full_stops(texts: Sequence[str]) -> bool | None:
    """Tell which way most lines end: True with a full stop; None where there are no lines or as many of both."""
    with_stop = sum(text.rstrip().endswith(".") for text in texts)
    without = len(texts) - with_stop
    return None if with_stop == without else with_stop > without


def evened(text: str, *, full_stop: bool | None) -> str:
    """Give a line with single spaces, none before a comma, and the full stop that most lines have or have not.

    Only a line that starts with a verb gets one: a name or a heading among the lines is no sentence. A line of several
    sentences keeps its last full stop, and so does one that ends in an abbreviation.
    """
    even = _BEFORE_MARK.sub("", _SPACES.sub(" ", text.strip()))
    if full_stop is True and _ENDS_OPEN.search(even) and _is_sentence(even):
        return f"{even}."
    if full_stop is False and even.endswith(".") and not even.endswith("..") and not _keeps_stop(even):
        return even[:-1]
    return even


def _is_sentence(text: str) -> bool:
    return starts_with_verb(text) and len(words(text)) >= _FEWEST_WORDS


def _keeps_stop(text: str) -> bool:
    return _SENTENCES.search(text) is not None or _ABBREVIATION.search(text) is not None
