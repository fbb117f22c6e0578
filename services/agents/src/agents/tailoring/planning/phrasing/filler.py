"""Takes words out of a line that say nothing: "successfully", "a variety of", "in order to", a leading "I"."""

import re
from typing import Final

from agents.tailoring.language import verb_of

_ADVERB: Final = re.compile(
    r"(?<!and )(?<!or )(?<!, )\b(?:successfully|effectively|efficiently) (?!and\b|or\b|&)", re.IGNORECASE
)
_VARIOUS: Final = re.compile(
    r"(?<!and )(?<!or )\b(?:various|several different) (?!and\b|or\b|of\b|other\b)(?=[a-z])", re.IGNORECASE
)
_VARIETY: Final = re.compile(r"\ba (?:wide |great |large )?(?:variety|range|number) of (?=[a-z]+s\b)", re.IGNORECASE)
_LIMITED: Final = re.compile(r"\bincluding,? but not limited to,?", re.IGNORECASE)
_DAILY: Final = re.compile(r"\bon a (daily|weekly|monthly) basis\b", re.IGNORECASE)
_IN_ORDER: Final = re.compile(r"\bin order to\b", re.IGNORECASE)
_FIRST_PERSON: Final = re.compile(r"^I (?:have |had |also )?(\w+)(?= )")


def without_filler(text: str) -> str | None:
    """Give the line without filler, None if it has none.

    A leading "I" goes only before a verb that we know in a form that can open a line.
    """
    shorter = _VARIETY.sub("", _VARIOUS.sub("", _ADVERB.sub("", text)))
    shorter = _DAILY.sub(r"\1", _LIMITED.sub("including", shorter))
    shorter = _IN_ORDER.sub(lambda match: "To" if match.group()[0] == "I" else "to", shorter)
    subject = _FIRST_PERSON.match(shorter)
    if subject is not None and _opens(subject[1]):
        shorter = shorter[subject.start(1) :]
    if shorter == text or not shorter.strip():
        return None
    return shorter[:1].upper() + shorter[1:]


def _opens(word: str) -> bool:
    verb = verb_of(word)
    return verb is not None and word.lower() in {verb.past, verb.lemma}
