"""Reads answers: a JSON object of the form that was asked for, or nothing."""

import re
from typing import Final, TypeVar

import msgspec

_THOUGHTS: Final = re.compile(r"<think>.*?</think>", re.DOTALL)
_LONGEST_TERM: Final = 100
_MOST_TERMS: Final = 40
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
    start, end = bare.find("{"), bare.rfind("}")
    if start < 0 or end < start:
        raise BadAnswerError("no object")
    try:
        return msgspec.json.decode(bare[start : end + 1], type=kind)
    except (msgspec.DecodeError, UnicodeError):
        raise BadAnswerError("another form than was asked for") from None


def one_line(text: str) -> str:
    """Give a wording as a line: without line breaks, a bullet's mark, or quotation marks around all of it."""
    line = " ".join(text.split()).lstrip("•*- ").strip()
    quoted = len(line) > 1 and line[0] in '"“' and line[-1] in '"”'
    return line[1:-1].strip() if quoted else line


def some_terms(terms: list[str]) -> tuple[str, ...]:
    """Give the terms, each once, without what is absurdly long or many."""
    kept = dict.fromkeys(" ".join(term.split()) for term in terms if len(term) <= _LONGEST_TERM)
    return tuple(term for term in kept if term)[:_MOST_TERMS]
