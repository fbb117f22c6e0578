"""Turns a weak opening into the verb that it hides: "Responsible for managing X" says "Managed X"."""

import re
from typing import Final

from agents.tailoring.language import Verb, verb_of, word_list

_OPENER: Final = re.compile(
    r"(?:(?:i )?(?:am|was|were) )?(?:also )?(?:(?:primarily|mainly|directly|solely|fully) )?"
    r"(?:responsible for|accountable for|in charge of|tasked with|charged with) "
    r"|(?:my |job |main |key )?(?:duties|responsibilities|tasks) (?:include|included|including|were|are):? ",
    re.IGNORECASE,
)
_CHAIN: Final = re.compile(r"(\w+ing)((?:, \w+ing)*)(?:,? (and|&) (\w+ing))? ", re.IGNORECASE)
_NOUNS: Final = re.compile(r"(?:the )?(\w+)((?:, \w+)*)(?:,? (and|&) (\w+))? of (?=\w)", re.IGNORECASE)
_MORE: Final = re.compile(r"(?:,|;|/|&|\band\b|\bor\b)\s*(?:then |also )?(\w+ing)\b", re.IGNORECASE)
_DETERMINERS: Final = word_list("determiners")
_BARRIERS: Final = word_list("barriers")
_WITH_PREPOSITION: Final = frozenset(
    {
        ("deal", "with"), ("work", "with"), ("work", "on"), ("report", "to"), ("respond", "to"), ("assist", "with"),
        ("assist", "in"), ("liaise", "with"), ("participate", "in"), ("collaborate", "with"), ("care", "for"),
        ("communicate", "with"), ("attend", "to"), ("coordinate", "with"), ("help", "with"), ("support", "with"),
    }
)  # fmt: skip
_VERBAL: Final = word_list("verbal gerunds")


def strong_opening(text: str, *, ongoing: bool) -> str | None:
    """Give the line with its verb in front; the lemma for a role that goes on, else the past.

    Only a gerund, or a noun before "of", is turned, and only into a verb of the same lemma. Where another gerund
    follows later in the line, or the gerund may be a noun, the line is left alone.
    """
    opener = _OPENER.match(text)
    if opener is None:
        return None
    rest = text[opener.end() :]
    return _from_gerunds(rest, ongoing=ongoing) or _from_nouns(rest, ongoing=ongoing)


def _from_gerunds(rest: str, *, ongoing: bool) -> str | None:
    chain = _CHAIN.match(rest)
    if chain is None:
        return None
    gerunds = [chain[1], *re.findall(r"\w+", chain[2]), *([chain[4]] if chain[4] else [])]
    if len(gerunds) > 1 and chain[3] is None:
        return None
    found = [verb_of(word) for word in gerunds]
    if any(verb is None or verb.gerund != word.lower() for verb, word in zip(found, gerunds, strict=True)):
        return None
    verbs = [verb for verb in found if verb is not None]
    remainder = rest[chain.end() :]
    if not _is_object(verbs[-1], gerunds[-1], remainder) or _more_gerunds(remainder):
        return None
    return _capital(f"{_joined(verbs, chain[3], ongoing=ongoing)} {remainder}")


def _from_nouns(rest: str, *, ongoing: bool) -> str | None:
    """Turn nouns before "of": "inspection, testing and maintenance of X" says "inspected, tested and maintained X"."""
    chain = _NOUNS.match(rest)
    if chain is None or _more_gerunds(rest[chain.end() :]):
        return None
    nouns = [chain[1], *re.findall(r"\w+", chain[2]), *([chain[4]] if chain[4] else [])]
    found = [verb_of(word) for word in nouns]
    verbs = [
        verb
        for verb, word in zip(found, nouns, strict=True)
        if verb is not None and word.lower() in {verb.noun, verb.gerund}
    ]
    if len(verbs) != len(nouns) or (len(nouns) > 1 and chain[3] is None):
        return None
    return _capital(f"{_joined(verbs, chain[3], ongoing=ongoing)} {rest[chain.end() :]}")


def _is_object(verb: Verb, gerund: str, remainder: str) -> bool:
    """Tell whether what follows the gerund is its object, so that the gerund is a verb."""
    following = re.match(r"[\w'’-]+", remainder)
    if following is None:
        return False
    word = following.group().lower()
    if word in _BARRIERS:
        return (verb.lemma, word) in _WITH_PREPOSITION
    return word in _DETERMINERS or gerund.lower() in _VERBAL


def _more_gerunds(remainder: str) -> bool:
    return any(verb_of(match[1]) is not None for match in _MORE.finditer(remainder))


def _joined(verbs: list[Verb], conjunction: str | None, *, ongoing: bool) -> str:
    forms = [_form(verb, ongoing=ongoing) for verb in verbs]
    return forms[0] if len(forms) == 1 else f"{', '.join(forms[:-1])} {conjunction} {forms[-1]}"


def _form(verb: Verb, *, ongoing: bool) -> str:
    return verb.lemma if ongoing else verb.past


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
