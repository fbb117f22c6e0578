"""Finds the one word that a misspelt word must have meant, or nothing."""

import string
from functools import lru_cache

from agents.tailoring.lexicon import Lexicon

_SHORTEST = 5
_COMMON_ZIPF = 3.3


def single_suggestion(word: str, lexicon: Lexicon) -> str | None:
    """Give the only common word that is one edit away from an unknown lower-case word.

    Returns:
        None for a known word, a short one, one with capitals or digits, or where no or several words are near.
    """
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or not word.islower():
        return None
    return _suggest(word, lexicon)


@lru_cache(maxsize=4096)
def _suggest(word: str, lexicon: Lexicon) -> str | None:
    if lexicon.is_word(word) or lexicon.term(word) is not None:
        return None
    near = sorted({candidate for candidate in _edits(word) if lexicon.zipf(candidate) >= _COMMON_ZIPF})
    return near[0] if len(near) == 1 and near[0][0] == word[0] else None


def _edits(word: str) -> set[str]:
    """List what one deletion, transposition, replacement or insertion makes of a word."""
    splits = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    letters = string.ascii_lowercase
    deleted = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in splits if right for letter in letters}
    inserted = {left + letter + right for left, right in splits for letter in letters}
    return deleted | swapped | replaced | inserted
