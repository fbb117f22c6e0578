"""Closed lists of words, read from the tables that lie beside this module."""

from functools import cache
from importlib.resources import files


def word_list(name: str) -> frozenset[str]:
    """Give a list by its name, lower case.

    Raises:
        KeyError: There is no list of that name.
    """
    return _lists()[name]


@cache
def number_words() -> dict[str, int]:
    """Give the words that are numbers, with their values."""
    return {word: int(value) for word, value in (line.split() for line in _lines("numbers.txt"))}


@cache
def qualifiers() -> dict[str, tuple[str, ...]]:
    """Give the words and phrases that make a claim smaller, by family."""
    parts = (line.partition(": ") for line in _lines("qualifiers.txt"))
    return {family: tuple(phrases.split(" | ")) for family, _, phrases in parts}


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    name = ""
    for line in _lines("words.txt"):
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = frozenset()
        else:
            found[name] |= frozenset(line.split())
    return found


def _lines(table: str) -> list[str]:
    text = files("agents.tailoring.language").joinpath("data", table).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
