"""Finds what a posting says of how people work there."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from agents.tailoring.language import verb_of
from agents.tailoring.lexicon import words
from agents.tailoring.posting.zones import Zoned
from contracts.documents import Cue, Span

_FAMILIES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "leadership",
        re.compile(
            r"\b(?:leadership|lead(?:ing)? (?:a |the )?(?:team|project|people)s?|mentor(?:ing)?|coach(?:ing)?|supervis(?:e|ing|ion)"
            r"|manag(?:e|ing) (?:a |the )?(?:team|people|staff)|deputi[sz]e|ownership|take (?:the )?responsibility|delegat(?:e|ion)|motivat(?:e|ing))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "communication",
        re.compile(
            r"\b(?:communicat(?:e|es|ing|ion|ive)|interpersonal|present(?:ing|ation)s?\b|stakeholders?|negotiat(?:e|ion|ing)|customer relations"
            r"|written and (?:verbal|oral)|verbal and written|relationships?|liaise|listening|feedback)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "work style",
        re.compile(
            r"\b(?:team ?player|team ?work|collaborat(?:e|ive|ively|ion)|independent(?:ly)?|self-(?:motivated|motivating|starter|driven)|fast[- ]paced|deadlines"
            r"|under pressure|flexib(?:le|ly|ility)|detail[- ]oriented|attention to detail|organi[sz]ed|organi[sz]ational|reliable|dependable|prompt"
            r"|proactive|hands-on|initiative|agile|commitment|passion(?:ate)?|integrity|time management|multi-?task(?:ing)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "problem solving",
        re.compile(
            r"\b(?:problem[- ]solving|solve (?:complex )?problems|analytical|critical thinking|troubleshoot(?:ing)?|trouble-shooting|creativ(?:e|ity)|innovati(?:ve|on)"
            r"|root cause|curious|curiosity|improv(?:e|ing|ements?)|optimi[sz](?:e|ing|ation)|judge?ment|diagnos(?:e|is))\b",
            re.IGNORECASE,
        ),
    ),
)
_ZONES: Final = frozenset({"duties", "must", "preferred", "about", "other"})
_MOST_VERBS: Final = 12


def cues(units: Iterable[Zoned]) -> list[Cue]:
    """List the cues of the four families, each phrase once per family, in the order of the text."""
    found: dict[tuple[str, str], Cue] = {}
    for unit, zone in units:
        if zone not in _ZONES or unit.heading:
            continue
        for family, pattern in _FAMILIES:
            for match in pattern.finditer(unit.text):
                phrase = match.group().lower()
                span = Span(source="posting", start=unit.start, end=unit.end)
                found.setdefault((family, phrase), Cue(family=family, phrase=phrase, span=span))
    return list(found.values())


def action_verbs(units: Iterable[Zoned]) -> list[str]:
    """List the verbs of the duties, the most frequent first, at most twelve."""
    counted: Counter[str] = Counter()
    for unit, zone in units:
        if zone == "duties" and not unit.heading:
            counted.update(verb.lemma for token in words(unit.text) if (verb := verb_of(token.text)) is not None)
    return [lemma for lemma, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_VERBS]]
