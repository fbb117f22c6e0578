"""Reads a line once: its words, their stems, and the terms that it names."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from agents.tailoring.lexicon import Hit, Lexicon, fold, stem, words

_FUZZY_RATIO = 92.0
_FUZZY_MIN_LETTERS = 6


@dataclass(frozen=True, slots=True)
class TextRead:
    """A text cut into words, in three strengths of likeness, and the terms in it."""

    written: tuple[str, ...]
    """Lower case, as an applicant tracking system compares."""
    folded: tuple[str, ...]
    stems: tuple[str, ...]
    terms: Mapping[str, Hit]
    """The first hit of each canonical term."""
    broader: Mapping[str, Hit]
    """For every term that something here is a kind of: the hit that is that kind."""


class Reader:
    """Reads texts with one lexicon and remembers them; a memo, so that re-scoring a patched résumé costs little."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._reads: dict[str, TextRead] = {}
        self._fuzzy: dict[tuple[tuple[str, ...], str], bool] = {}

    def read(self, text: str) -> TextRead:
        """Read a text, or remember it."""
        known = self._reads.get(text)
        if known is None:
            known = self._reads[text] = self._read(text)
        return known

    def similar(self, phrase: tuple[str, ...], text: str) -> bool:
        """Tell whether a stretch of the text is at least 92 % like the phrase, letter by letter.

        Short words and words with digits are never compared: "PHP 5" is not "PHP 7".
        """
        key = (phrase, text)
        known = self._fuzzy.get(key)
        if known is None:
            known = self._fuzzy[key] = self._similar(phrase, self.read(text).written)
        return known

    def _similar(self, phrase: tuple[str, ...], written: tuple[str, ...]) -> bool:
        joined = " ".join(phrase)
        if len(joined) < _FUZZY_MIN_LETTERS or any(char.isdigit() for char in joined):
            return False
        size = len(phrase)
        for start in range(len(written) - size + 1):
            window = written[start : start + size]
            if window[0][:1] != joined[0] or any(char.isdigit() for char in "".join(window)):
                continue
            if fuzz.ratio(joined, " ".join(window)) >= _FUZZY_RATIO:
                return not self._both_known(phrase, window)
        return False

    def _both_known(self, phrase: tuple[str, ...], window: tuple[str, ...]) -> bool:
        """Two words that are both in the dictionary are two words, however alike they look."""
        return all(self.lexicon.is_word(word) for word in (*phrase, *window))

    def _read(self, text: str) -> TextRead:
        tokens = words(text)
        terms: dict[str, Hit] = {}
        broader: dict[str, Hit] = {}
        for hit in self.lexicon.find(text):
            terms.setdefault(hit.term, hit)
            for wider in self.lexicon.broader(hit.term):
                broader.setdefault(wider, hit)
        return TextRead(
            written=tuple(token.text.lower() for token in tokens),
            folded=tuple(fold(token.text) for token in tokens),
            stems=tuple(stem(token.text) for token in tokens),
            terms=terms,
            broader=broader,
        )


def holds(sequence: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Tell whether the phrase stands in the sequence, word after word; an empty phrase stands nowhere."""
    if not phrase or len(phrase) > len(sequence):
        return False
    first = phrase[0]
    size = len(phrase)
    return any(
        sequence[start] == first and sequence[start : start + size] == phrase
        for start in range(len(sequence) - size + 1)
    )
