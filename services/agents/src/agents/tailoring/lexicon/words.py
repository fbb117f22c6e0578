"""What a word is, and its stem: the one tokeniser of the engine."""

import re
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]

_TOKEN = re.compile(
    r"""
    (?<!\w)\.NET\b                      # the one name that begins with a full stop
    | (?<![^\W_])[A-Za-z]\+\+           # C++
    | (?<![^\W_])[A-Za-z]\#             # C#, F#
    | (?<![^\W_])(?:A|Network|Security)\+(?![^\W_])  # the certificates, not the article and the nouns
    | \d+(?:[.,]\d+)*[^\W\d_]*          # 1,200  4.5  4M  401k  3rd
    | [^\W_]+(?:['’][^\W\d_]+)*         # words, HTML5, don't
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MIN_PLURAL = 4
_STEMMER = snowballstemmer.stemmer("english")


class Token(NamedTuple):
    """A word of a text: `text[start:end]` is `token.text`."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Token]:
    """Cut a text into words and numbers; punctuation, hyphens and slashes part them."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Reduce a word to its English Snowball stem, in lower case, without a possessive."""
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    return str(_STEMMER.stemWord(lowered))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Reduce a word to what names are compared by: lower case, without possessive and plural.

    Weaker than a stem on purpose: "accounting" must not become "account", nor "electronics" "electronic".
    """
    lowered = word.lower().replace("’", "'").removesuffix("'s")
    if len(lowered) < _MIN_PLURAL or not lowered.endswith("s") or lowered.endswith(("ss", "us", "is", "ics")):
        return lowered
    if lowered.endswith("ies") and len(lowered) > _MIN_PLURAL:
        return lowered[:-3] + "y"
    return lowered[:-1]
