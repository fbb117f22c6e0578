"""The lexicon's tables as they lie on disk, and what they are in memory."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias, cast, get_args

TermKind: TypeAlias = Literal["tool", "skill", "soft", "cert", "licence", "language"]
_SECTION = re.compile(r"\[(\w+)\]")


class Name(NamedTuple):
    """One way to write a term. `exact`: it counts only as written here, since it is also an ordinary word."""

    text: str
    exact: bool


class Group(NamedTuple):
    """Names of one and the same thing, the canonical one first."""

    names: tuple[Name, ...]
    kind: TermKind


@cache
def read(name: str) -> str:
    """Read a table of the package, UTF-8.

    Raises:
        FileNotFoundError: The package was installed without its data.
    """
    return files("agents.tailoring.lexicon").joinpath("data", name).read_text(encoding="utf-8")


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a table that say something: no blanks, no comments."""
    for line in read(name).splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("# ") and stripped != "#":
            yield stripped


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """Read a table of words under names in square brackets."""
    found: dict[str, set[str]] = {}
    listed: set[str] = set()
    for line in lines(name):
        section = _SECTION.fullmatch(line)
        if section is not None:
            listed = found.setdefault(section[1], set())
        else:
            listed.update(line.split())
    return {section: frozenset(words) for section, words in found.items()}


def groups(name: str) -> Iterator[Group]:
    """Yield the groups of a table of skills, in the order of the file.

    Raises:
        ValueError: A section names a kind that there is not, or a group stands before the first section.
    """
    kind: TermKind | None = None
    for line in lines(name):
        section = _SECTION.fullmatch(line)
        if section is not None:
            if section[1] not in get_args(TermKind):
                raise ValueError(f"{name}: no kind of term is called {section[1]!r}")
            kind = cast(TermKind, section[1])
            continue
        if kind is None:
            raise ValueError(f"{name}: {line!r} stands before the first section")
        yield Group(tuple(_name(part) for part in line.split(" | ")), kind)


def _name(part: str) -> Name:
    exact = part.endswith("!")
    return Name(part.removesuffix("!").strip(), exact)
