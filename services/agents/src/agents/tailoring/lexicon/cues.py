"""Cues: what texts say and what it shows, as tables of alternatives that compile to one pattern each."""

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from agents.tailoring.lexicon import tables

_SECTION: Final = re.compile(r"\[(?P<name>[a-z -]+?)(?P<flags>(?: (?:words|begins|cased))*)\]")
_FRAMES: Final = MappingProxyType({"words": r"\b(?:{})\b", "begins": r"\b(?:{})", "": "(?:{})"})


def cue(name: str, table: str = "cues.txt") -> re.Pattern[str]:
    """Give the pattern of a section of a table.

    Raises:
        KeyError: There is no such section.
    """
    return _patterns(table)[name]


def families(prefix: str, table: str = "cues.txt") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """List the sections whose name begins with a word, under the rest of their name, in the order of the table."""
    every = _patterns(table).items()
    return tuple((name.removeprefix(f"{prefix} "), pattern) for name, pattern in every if name.startswith(f"{prefix} "))


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    alternatives: dict[str, list[str]] = {}
    flags: dict[str, frozenset[str]] = {}
    name = ""
    for line in tables.lines(table):
        section = _SECTION.fullmatch(line)
        if section is not None:
            name = section["name"]
            alternatives[name], flags[name] = [], frozenset(section["flags"].split())
        else:
            alternatives[name].append(line)
    return {name: _compiled(listed, flags[name]) for name, listed in alternatives.items()}


def _compiled(alternatives: list[str], flags: frozenset[str]) -> re.Pattern[str]:
    frame = next((_FRAMES[flag] for flag in ("words", "begins") if flag in flags), _FRAMES[""])
    return re.compile(frame.format("|".join(alternatives)), 0 if "cased" in flags else re.IGNORECASE)
