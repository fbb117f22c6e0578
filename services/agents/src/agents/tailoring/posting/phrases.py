"""Takes terms out of a sentence that no lexicon knows: what follows "experience with", and what is done in a duty."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from agents.tailoring.language import verb_of
from agents.tailoring.lexicon import tables
from agents.tailoring.lexicon.cues import cue
from agents.tailoring.lexicon.words import Token, words

_CUE: Final = cue("experience-in")
_BREAK: Final = re.compile(r"[.;:()\n!?]|\s[–—-]\s")
_LIST_MARK: Final = re.compile(r"\s*(?:,|/|\band/or\b|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_FUNCTION: Final = tables.word_lists("phrases.txt")["function"]
_FLUFF: Final = tables.word_lists("phrases.txt")["fluff"]
_GENERIC: Final = tables.word_lists("phrases.txt")["generic"]
_MAX_WORDS: Final = 4
_SCOPE: Final = 200
"""How many characters a cue reaches."""
_COMMON: Final = 5.2
_COMMON_ALONE: Final = 4.4
_COMMON_IN_DUTY: Final = 4.2
_ADJECTIVE: Final = re.compile(r"(?:able|ible|ive|ous|ical|ial|ful|pendent|ed)$|^.{0,4}ic$")
_MIN_LETTERS: Final = 3


class Phrase(NamedTuple):
    """A phrase of a sentence: `text[start:end]`."""

    text: str
    start: int
    end: int


def cued_phrases(text: str, zipf: Callable[[str], float]) -> list[Phrase]:
    """Take the noun phrases after cues such as "experience with", a list item each."""
    found: list[Phrase] = []
    for lead in _CUE.finditer(text):
        stop = _BREAK.search(text, lead.end(), lead.end() + _SCOPE)
        end = min(stop.start() if stop is not None else len(text), lead.end() + _SCOPE)
        begin = lead.end()
        for mark in [*_LIST_MARK.finditer(text, lead.end(), end), None]:
            piece_end = mark.start() if mark is not None else end
            phrase = _noun_phrase(text, begin, piece_end, zipf)
            if phrase is not None and phrase not in found:
                found.append(phrase)
            elif phrase is None and mark is not None and begin != lead.end():
                break
            begin = mark.end() if mark is not None else piece_end
    return found


def duty_phrases(text: str, zipf: Callable[[str], float]) -> list[Phrase]:
    """Take the telling noun phrases of a duty: two or three words, one of them rather rare."""
    found: list[Phrase] = []
    for start, end in _stretches(text):
        phrase = _noun_phrase(text, start, end, zipf)
        if phrase is None or not 1 < len(phrase.text.split()) < _MAX_WORDS or phrase in found:
            continue
        if any(
            0 < zipf(word.lower()) < _COMMON_IN_DUTY and word.lower() not in _GENERIC for word in phrase.text.split()
        ):
            found.append(phrase)
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between punctuation, function words and verbs."""
    start: int | None = None
    previous_end = 0
    for token in words(text):
        breaks = re.search(r"[^\s'’-]", text[previous_end : token.start]) is not None
        if start is not None and (breaks or _ends_phrase(token)):
            yield start, previous_end
            start = None
        if start is None and not _ends_phrase(token):
            start = token.start
        previous_end = token.end
    if start is not None:
        yield start, previous_end


def _ends_phrase(token: Token) -> bool:
    lowered = token.text.lower()
    if lowered in _FUNCTION or token.text[0].isdigit():
        return True
    verb = verb_of(token.text)
    return verb is not None and lowered in {verb.third, verb.past, verb.gerund, verb.lemma} and lowered != verb.noun


def _noun_phrase(text: str, start: int, end: int, zipf: Callable[[str], float]) -> Phrase | None:
    """Take the nouns at the beginning of a stretch, without what only praises them."""
    kept: list[Token] = []
    for token in words(text[start:end]):
        lowered = token.text.lower()
        if not kept and (
            lowered in _FUNCTION or lowered in _FLUFF or lowered.endswith("ly") or _is_participle(lowered)
        ):
            continue
        if lowered in _FUNCTION or token.text[0].isdigit() or "<" in text[start:end]:
            break
        kept.append(token)
    while kept and kept[-1].text.lower() in _FLUFF:
        kept.pop()
    if (
        not 1 <= len(kept) <= _MAX_WORDS
        or not any(_tells(token.text, zipf) for token in kept)
        or _is_bare_verb(kept[0].text)
    ):
        return None
    if _ADJECTIVE.search(kept[-1].text) or (len(kept) == 1 and zipf(kept[0].text.lower()) > _COMMON_ALONE):
        return None
    begin, stop = start + kept[0].start, start + kept[-1].end
    return Phrase(text[begin:stop], begin, stop)


def _is_participle(word: str) -> bool:
    verb = verb_of(word)
    return verb is not None and word in {verb.gerund, verb.past} and word != verb.lemma


def _is_bare_verb(word: str) -> bool:
    verb = verb_of(word)
    return verb is not None and word.lower() in {verb.lemma, verb.third} and verb.noun != word.lower()


def _tells(word: str, zipf: Callable[[str], float]) -> bool:
    lowered = word.lower()
    return len(word) >= _MIN_LETTERS and lowered not in _GENERIC and zipf(lowered) < _COMMON and word.isalpha()
