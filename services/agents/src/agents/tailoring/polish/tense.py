"""The tense of a role: present while it goes on, past when it is over; verbs of the table only."""

import re
from typing import Final

from agents.tailoring.language import verb_of, word_list
from agents.tailoring.language.verbs import form_of

_OPENING: Final = re.compile(r"(\w+)(?= )")
_MORE: Final = re.compile(r"(?:,|;|/|&|\band\b|\bor\b)\s*(?:then |also )?(\w+)\b")
_DETERMINERS: Final = word_list("determiners")
_NEVER_NOUNS: Final = frozenset(
    verb.lemma
    for word in word_list("verbal gerunds")
    if (verb := verb_of(word)) is not None and verb.lemma != verb.noun
)


def in_tense(text: str, *, ongoing: bool) -> str | None:
    """Give a line in the tense of its role, None where it is in it already or where there is any doubt.

    Only the verb that opens the line is changed. A deed told in the past stays in the past also in a role that goes
    on. Where another verb follows ("Monitoring and recording"), or the first word may be a noun, the line is left
    alone.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None
    verb = verb_of(opening[1])
    form = form_of(verb, opening[1]) if verb is not None else None
    if verb is None or form is None or form == "past" or (ongoing and form == "lemma"):
        return None
    following = re.match(r"\s+([\w'’-]+)", text[opening.end(1) :])
    sure = verb.lemma in _NEVER_NOUNS or (following is not None and following[1].lower() in _DETERMINERS)
    if not sure or _again(text[opening.end(1) :], form):
        return None
    changed = verb.lemma if ongoing else verb.past
    if changed.lower() == opening[1].lower():
        return None
    return changed.capitalize() + text[opening.end(1) :]


def _again(rest: str, form: str) -> bool:
    """Tell whether another verb that is not in the past follows in the line: then one change would leave it uneven."""
    forms = {form, "third"}
    return any(
        (other := verb_of(match[1])) is not None and form_of(other, match[1]) in forms for match in _MORE.finditer(rest)
    )
