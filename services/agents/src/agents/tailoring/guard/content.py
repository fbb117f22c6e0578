"""Words of a line against the words of its sources: content, names, skills."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from agents.tailoring.evidence.reader import Reader, holds
from agents.tailoring.guard.numbers import numbers
from agents.tailoring.language import equals_of, single_suggestion, verb_of, word_list
from agents.tailoring.lexicon import Hit, Token, stem, words

_FUNCTION_WORDS: Final = word_list("function")
_SCAFFOLD_WORDS: Final = word_list("scaffold")


class Cited:
    """The excerpts that a line cites, read once."""

    def __init__(self, texts: Sequence[str], reader: Reader) -> None:
        self.texts = tuple(texts)
        self.reader = reader

    @cached_property
    def written(self) -> frozenset[str]:
        """All words, as written."""
        return frozenset(token.text for text in self.texts for token in words(text))

    @cached_property
    def lowered(self) -> frozenset[str]:
        """All words, in lower case."""
        return frozenset(word.lower() for word in self.written)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(stem(word) for word in self.written)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of all verb forms, and of the verbs that mean the same."""
        found = [verb for word in self.written if (verb := verb_of(word)) is not None]
        return frozenset(verb.lemma for one in found for verb in (one, *equals_of(one)))

    @cached_property
    def terms(self) -> frozenset[str]:
        """The canonical terms that are named."""
        return frozenset(term for text in self.texts for term in self.reader.read(text).terms)

    @cached_property
    def corrections(self) -> frozenset[str]:
        """What misspelt words must have meant."""
        suggestions = (single_suggestion(word, self.reader.lexicon) for word in self.written)
        return frozenset(suggestion for suggestion in suggestions if suggestion is not None)

    def names_literally(self, surface: str) -> bool:
        """Tell whether a name stands in one of the excerpts letter by letter."""
        phrase = tuple(token.text for token in words(surface))
        return any(holds(tuple(token.text for token in words(text)), phrase) for text in self.texts)


def foreign_skills(text: str, cited: Cited) -> list[Hit]:
    """List the lexicon's terms that a line names and no excerpt names, by any of its names."""
    return [
        hit
        for hit in cited.reader.lexicon.find(text)
        if hit.term not in cited.terms and not cited.names_literally(hit.surface)
    ]


def foreign_words(text: str, cited: Cited, *, scaffold: bool) -> list[Token]:
    """List the content words of a line whose stem stands in no excerpt.

    Free are function words, forms of a verb that the excerpts use, the only correction of a word that they misspell,
    other names of a term that they name, and (in a composed summary) words of scaffolding.
    """
    covered = _covered_by_aliases(text, cited)
    counted = [(number.start, number.end) for number in numbers(text)]
    free = _FUNCTION_WORDS | _SCAFFOLD_WORDS if scaffold else _FUNCTION_WORDS
    return [
        token
        for token in words(text)
        if token.text.lower() not in free
        and not _inside(token, counted)
        and not _inside(token, covered)
        and not _carried(token.text, cited)
    ]


def foreign_names(text: str, cited: Cited) -> list[Token]:
    """List the words with a capital or a digit, not first in their sentence, that no excerpt has letter by letter.

    Stricter than content: "University" is not carried by "universal". A capital given to an ordinary word of the
    excerpt (as a list does to its items) is no name.
    """
    covered = _covered_by_aliases(text, cited)
    counted = [(number.start, number.end) for number in numbers(text)]
    found: list[Token] = []
    for token in words(text):
        plain = token.text.islower() or token.text.lower() in _FUNCTION_WORDS
        if plain or _inside(token, covered) or _inside(token, counted):
            continue
        starts = token.start == 0 or text[: token.start].rstrip()[-1:] in {".", ":", ";", "•", "!", "?", ""}
        if starts and token.text[1:].islower():
            continue
        if token.text.lower() not in cited.lowered:
            found.append(token)
    return found


def _carried(word: str, cited: Cited) -> bool:
    if stem(word) in cited.stems or word.lower() in cited.corrections:
        return True
    verb = verb_of(word)
    return verb is not None and verb.lemma in cited.lemmas


def _covered_by_aliases(text: str, cited: Cited) -> list[tuple[int, int]]:
    """List where a line names a term of its sources by any name; a name with a version must stand there itself."""
    return [
        (hit.start, hit.end)
        for hit in cited.reader.lexicon.find(text)
        if hit.term in cited.terms and not any(char.isdigit() for char in hit.surface)
    ]


def _inside(token: Token, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in ranges)
