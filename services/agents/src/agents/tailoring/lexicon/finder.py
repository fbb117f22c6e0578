"""Finds the names of the lexicon in a text: longest first, never overlapping."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from agents.tailoring.lexicon.words import Token, fold, words

_GAP = re.compile(r"[®™℠]?(?:[ \t]*\n?[ \t]*|[ \t]?[-–—./&'’][ \t]?|[ \t]?(?P<opens>\())")
_LIST_MARK_AFTER = re.compile(r"[ \t]*(?:[,;/|)(&+]|and\b|or\b|\d|$|\n)")
_SAID_OF_A_NAME = re.compile(
    r"[ \t]*(?::?[ \t]*|(?:is|are)[ \t]+)(?:an?[ \t]+|the[ \t]+)?(?:must|plus|advantage|required|essential|mandatory"
    r"|needed|preferred|desirable|desired|optional|advantageous|experience|skills?|knowledge)\b"
)
"""What is demanded or praised at the beginning of a sentence is a name: "Excel is a must", "Access skills"."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:•\n][ \t\-*]*)$")
_NEAR = 200
"""How many characters of its line a name is judged by."""


class Hit(NamedTuple):
    """A term found: `text[start:end]` is `surface`; `term` is its canonical name."""

    term: str
    surface: str
    start: int
    end: int


class Pattern(NamedTuple):
    """A name cut into words. `written` are its words where the spelling counts, else None."""

    keys: tuple[str, ...]
    written: tuple[str, ...] | None
    term: str
    paper: bool = False
    """It names a certificate or a licence."""


class Finder:
    """An index of patterns by their first word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_first: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self._by_first.setdefault(pattern.keys[0], []).append(pattern)
        for same_start in self._by_first.values():
            same_start.sort(key=_precedence)

    def find(self, text: str) -> list[Hit]:
        """Find all names, in the order of the text; of overlapping ones the longest that begins first."""
        tokens = words(text)
        keys = [fold(token.text) for token in tokens]
        hits: list[Hit] = []
        position = 0
        while position < len(tokens):
            pattern = self._longest(text, tokens, keys, position)
            if pattern is None:
                position += 1
                continue
            start, end = tokens[position].start, tokens[position + len(pattern.keys) - 1].end
            end += text.count("(", start, end)  # a bracket that opens within a name closes at its end
            hits.append(Hit(pattern.term, text[start:end], start, end))
            position += len(pattern.keys)
        return hits

    def _longest(self, text: str, tokens: list[Token], keys: list[str], position: int) -> Pattern | None:
        for pattern in self._by_first.get(keys[position], ()):
            length = len(pattern.keys)
            if tuple(keys[position : position + length]) != pattern.keys:
                continue
            matched = tokens[position : position + length]
            if not _connected(text, matched, paper=pattern.paper):
                continue
            if pattern.written is None or _as_written(text, matched, pattern.written):
                return pattern
        return None


def _precedence(pattern: Pattern) -> tuple[int, tuple[str, ...], bool, str]:
    return -len(pattern.keys), pattern.keys, pattern.written is None, pattern.term


def _connected(text: str, tokens: list[Token], *, paper: bool) -> bool:
    """Tell whether nothing parts the words of a name.

    The level of a paper may stand in brackets, "CDL (Class A)"; of other names what does is another name.
    """
    gaps = [_GAP.fullmatch(text, before.end, after.start) for before, after in pairwise(tokens)]
    opened = sum(gap is not None and gap["opens"] is not None for gap in gaps)
    closed = text[tokens[-1].end : tokens[-1].end + 1] == ")"
    return None not in gaps and (not opened or (paper and opened == 1 and closed))


def _as_written(text: str, tokens: list[Token], written: tuple[str, ...]) -> bool:
    """Tell whether an ambiguous name stands here as a name: the capital rule.

    At the start of a sentence every word has a capital: there a single word counts only where a list goes on, or where
    the sentence says of it what is said of skills.
    """
    surfaces = tuple(token.text for token in tokens)
    shouted = tuple(word.upper() for word in written)
    if surfaces != written and not (surfaces == shouted and _is_emphasis(text, tokens)):
        return False
    if len(tokens) > 1 or not written[0].istitle():
        return True
    start, end = tokens[0].start, tokens[0].end
    if _SENTENCE_START.search(text, max(0, start - 4), start) is None:
        return True
    return any(pattern.match(text, end) is not None for pattern in (_LIST_MARK_AFTER, _SAID_OF_A_NAME))


def _is_emphasis(text: str, tokens: list[Token]) -> bool:
    """Tell whether words in capitals stand in a line that is not all capitals: then they mean it."""
    before = text[max(0, tokens[0].start - _NEAR) : tokens[0].start].rpartition("\n")[2]
    after = text[tokens[-1].end : tokens[-1].end + _NEAR].partition("\n")[0]
    line = before + text[tokens[0].start : tokens[-1].end] + after
    return len(tokens[0].text) > 2 and line != line.upper()  # noqa: PLR2004 - "GO" and "IT" shout, they do not name
