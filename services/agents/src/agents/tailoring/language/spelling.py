"""Finds the one word that a misspelt word must have meant, or nothing."""

from functools import lru_cache
from typing import Final

from agents.tailoring.language.word_lists import word_list
from agents.tailoring.lexicon import Lexicon

_SHORTEST: Final = 6
_SHORTEST_PART: Final = 3
_COMMON_ZIPF: Final = 3.3
_VOWELS: Final = "aeiou"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_PREFIXES: Final = tuple(sorted(word_list("prefixes")))
_SUFFIXES: Final = tuple(sorted(word_list("suffixes")))


def single_suggestion(word: str, lexicon: Lexicon) -> str | None:
    """Give the only common word that an unknown lower-case word is a slip of.

    Slips are: two letters changed round, one letter left out or doubled, a vowel for a vowel; never at either end of
    the word. A word that may be built of a known one ("rebinding", "dashboards") is no slip.

    Returns:
        None for a known word, a short one, one with capitals or digits, or where no or several words are near.
    """
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or not word.islower():
        return None
    return _suggest(word, lexicon)


@lru_cache(maxsize=8192)
def _suggest(word: str, lexicon: Lexicon) -> str | None:
    if lexicon.is_word(word) or lexicon.term(word) is not None or _is_built(word, lexicon):
        return None
    near = sorted({slip for slip in _slips(word) if lexicon.zipf(slip) >= _COMMON_ZIPF})
    return near[0] if len(near) == 1 else None


def _is_built(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word may be made of a known one by a prefix, a suffix, both, or of two known ones."""
    bare = [word, *(word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))]
    for one in bare:
        if one != word and lexicon.is_word(one):
            return True
        for suffix in _SUFFIXES:
            stem = one.removesuffix(suffix)
            if (
                stem != one
                and len(stem) > len("at")
                and any(map(lexicon.is_word, (stem, f"{stem}e", f"{stem}y", stem[:-1])))
            ):
                return True
    return any(lexicon.is_word(word[:cut]) and lexicon.is_word(word[cut:]) for cut in range(3, len(word) - len("at")))


def _slips(word: str) -> set[str]:
    """List the words that this one may be a slip of."""
    inner = range(1, len(word) - 1)
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 2)}
    doubled = {word[:at] + word[at + 1 :] for at in inner if word[at] in {word[at - 1], word[at + 1]}}
    left_out = {word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in _LETTERS}
    vowels = {word[:at] + vowel + word[at + 1 :] for at in inner if word[at] in _VOWELS for vowel in _VOWELS}
    return (swapped | doubled | left_out | vowels) - {word}
