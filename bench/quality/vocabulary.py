"""Words and numbers of a result that the whole résumé has in no form: a count of inventions that asks no guard."""

import re
from functools import lru_cache
from typing import Final

from agents.tailoring.language import equals_of, number_words, verb_of, word_list
from agents.tailoring.lexicon import Lexicon, stem, words

_FREE: Final = word_list("function") | word_list("scaffold")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")


def unexplained(text: str, resume: str, lexicon: Lexicon) -> list[str]:
    """List the words and numbers of a line that the résumé has neither so, nor inflected, nor by another name.

    Weaker than the guard, which looks into the very lines that are cited; and made of nothing of it.
    """
    stems, lemmas, named, figures = _vocabulary(resume, lexicon)
    covered = [(hit.start, hit.end) for hit in lexicon.find(text) if hit.term in named]
    found = [number for number in _DIGITS.findall(text) if number.replace(",", "") not in figures]
    for token in words(text):
        verb = verb_of(token.text)
        if (
            token.text.lower() not in _FREE
            and stem(token.text) not in stems
            and not (verb is not None and verb.lemma in lemmas)
            and not any(start <= token.start < end for start, end in covered)
            and not token.text[0].isdigit()
        ):
            found.append(token.text)
    return found


@lru_cache(maxsize=4)
def _vocabulary(resume: str, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    said = [token.text for token in words(resume)]
    verbs = [verb for word in said if (verb := verb_of(word)) is not None]
    figures = {number.replace(",", "") for number in _DIGITS.findall(resume)}
    figures |= {str(value) for word, value in number_words().items() if word in {one.lower() for one in said}}
    return (
        frozenset(stem(word) for word in said),
        frozenset(verb.lemma for one in verbs for verb in (one, *equals_of(one))),
        frozenset(hit.term for hit in lexicon.find(resume)),
        frozenset(figures),
    )
