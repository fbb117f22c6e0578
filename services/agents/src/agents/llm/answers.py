"""Reads answers: a JSON object of the form that was asked for, or nothing."""

import contextlib
import json
import re
from typing import Final, TypeVar

import msgspec

_THOUGHTS: Final = re.compile(r"<think>.*?</think>", re.DOTALL)
_LONGEST_TERM: Final = 100
_MOST_TERMS: Final = 40
_MOST_TRIES: Final = 8
_LONGEST_TAIL: Final = 200
_DECODER: Final = json.JSONDecoder()
T = TypeVar("T")


class Wording(msgspec.Struct, frozen=True):
    """A line and the numbers of the facts that it cites."""

    after: str
    facts: list[int]


class Terms(msgspec.Struct, frozen=True):
    """Terms copied from a posting."""

    terms: list[str]


class BadAnswerError(Exception):
    """The answer is not of the form that was asked for; it is not quoted."""


def read_answer(text: str, kind: type[T]) -> T:
    """Read an answer, whatever a model writes around its object: a fence, a sentence, its thoughts.

    Raises:
        BadAnswerError: There is no such object in it.
    """
    bare = _THOUGHTS.sub("", text)
    found = object_in(bare)
    if found is None:
        raise BadAnswerError("no object")
    start, stop = found
    try:
        return msgspec.json.decode(bare[start:stop], type=kind)
    except (msgspec.DecodeError, UnicodeError):
        raise BadAnswerError("another form than was asked for") from None


def object_in(text: str) -> tuple[int, int] | None:
    """Find the first whole JSON object of a text: where it begins and ends. None if there is none, or not all of it."""
    start = text.find("{")
    for _ in range(_MOST_TRIES):
        if start < 0:
            return None
        with contextlib.suppress(ValueError, RecursionError):
            return start, _DECODER.raw_decode(text, start)[1]
        start = text.find("{", start + 1)
    return None


def runs_on(text: str) -> bool:
    """Tell whether a text goes on and on behind its object: small models do not know when to stop."""
    found = object_in(text)
    return found is not None and len(text) - found[1] > _LONGEST_TAIL


def one_line(text: str) -> str:
    """Give a wording as a line: without line breaks, a bullet's mark, or quotation marks around all of it."""
    line = " ".join(text.split()).lstrip("•*- ").strip()
    quoted = len(line) > 1 and line[0] in '"“' and line[-1] in '"”'
    return line[1:-1].strip() if quoted else line


def some_terms(terms: list[str]) -> tuple[str, ...]:
    """Give the terms, each once, without what is absurdly long or many."""
    kept = dict.fromkeys(" ".join(term.split()) for term in terms if len(term) <= _LONGEST_TERM)
    return tuple(term for term in kept if term)[:_MOST_TERMS]
