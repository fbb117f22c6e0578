"""How much a line claims: assisted, did, owned, led."""

import re
from collections.abc import Iterable
from typing import Final

from agents.tailoring.language import Verb, verb_of, word_list
from agents.tailoring.lexicon import words

_OWNING: Final = re.compile(r"\b(?:responsible|accountable) for\b|\bin charge of\b", re.IGNORECASE)
_OWNS: Final = 3
_DOES: Final = 2
_BEFORE_A_VERB: Final = word_list("before a verb")
_NO_ADVERBS: Final = word_list("no adverbs")


def clause_verbs(text: str) -> list[Verb]:
    """List the verbs that stand where a clause has its verb: first, after punctuation, a conjunction or an auxiliary.

    "Supported the leadership team" has one: what follows an article or another noun is a noun here.
    """
    found: list[Verb] = []
    previous_end = 0
    previous = ""
    for token in words(text):
        between = text[previous_end : token.start]
        opens = not previous or between.strip(" ") not in {"", "-", "/"}
        verb = verb_of(token.text)
        if (
            verb is not None
            and token.text.lower() != verb.noun
            and (opens or previous in _BEFORE_A_VERB or _is_adverb(previous))
        ):
            found.append(verb)
        previous, previous_end = token.text.lower(), token.end
    return found


def tier(texts: Iterable[str]) -> int:
    """Give the highest tier that these texts claim: 1 assists, 2 does, 3 owns, 4 leads; 2 where no verb says."""
    tiers: list[int] = []
    for text in texts:
        tiers.extend(verb.tier for verb in clause_verbs(text))
        if _OWNING.search(text):
            tiers.append(_OWNS)
    return max(tiers, default=_DOES)


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and word not in _NO_ADVERBS
