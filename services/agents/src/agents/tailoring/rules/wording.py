"""WRD: how bullets read."""

import re
from collections import Counter
from typing import Final

from agents.tailoring.evidence.reader import Reader
from agents.tailoring.guard.numbers import numbers
from agents.tailoring.language import single_suggestion, verb_of
from agents.tailoring.lexicon import words
from agents.tailoring.rules.verdict import PASS, Verdict, counted, not_applicable
from agents.tailoring.views import View, ViewLine
from contracts.documents import RuleStatus, Span

WEAK_OPENER: Final = re.compile(
    r"^(?:(?:i )?(?:am|was|were) )?(?:responsible for|in charge of|tasked with|charged with)\b"
    r"|^(?:job )?(?:duties|responsibilities|tasks) (?:include|included|were|are)\b",
    re.IGNORECASE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I['’]m|I['’]ve|me|my|mine|myself)\b")
_OPENING: Final = re.compile(r"[^\w]*(\w+)(?:[^\w]+(\w+))?")
_VERB_ENDING: Final = re.compile(r"^[A-Z]?[a-z]{2,}(?:ed|ing)$")
_STARTS_WITH_VERB: Final = 0.7
_WITH_NUMBERS: Final = 0.3
_SHORTEST: Final = 8
_LONGEST: Final = 30
_MOST_REPEATS: Final = 2
_SOME: Final = 2


def strong_openings(view: View) -> Verdict:
    """WRD-01: at least 70 % of the bullets start with a verb, none with "Responsible for"."""
    lines = list(view.bullets())
    if not lines:
        return not_applicable("No bullets.")
    weak = [line for line in lines if WEAK_OPENER.search(line.text)]
    share = sum(starts_with_verb(line.text) for line in lines) / len(lines)
    if weak and share < _STARTS_WITH_VERB:
        message = f"{share:.0%} of the bullets start with a verb, {len(weak)} with a weak opener."
        return Verdict("fail", message, _spans(weak), "experience")
    if weak:
        return Verdict(
            "warn",
            f"{counted(len(weak), 'bullet')} with a weak opener: start with what you did.",
            _spans(weak),
            "experience",
        )
    if share < _STARTS_WITH_VERB:
        return Verdict("warn", f"{share:.0%} of the bullets start with a verb; aim at 70 %.", section="experience")
    return PASS


def outcomes(view: View) -> Verdict:
    """WRD-02: at least 30 % of the bullets carry a number. Advice only: no number is ever added."""
    lines = list(view.bullets())
    if not lines:
        return not_applicable("No bullets.")
    share = sum(bool(numbers(line.text)) for line in lines) / len(lines)
    if share >= _WITH_NUMBERS:
        return PASS
    status: RuleStatus = "warn" if share >= _WITH_NUMBERS / 2 else "fail"
    return Verdict(
        status, f"{share:.0%} of the bullets carry a number; add results where you have them.", section="experience"
    )


def even(view: View) -> Verdict:
    """WRD-03: 8 to 30 words, no first person, one tense a role, one final punctuation, no verb three times over."""
    lines = list(view.bullets())
    if not lines:
        return not_applicable("No bullets.")
    faults = [
        ("bullet lengths", sum(_SHORTEST <= len(line.text.split()) <= _LONGEST for line in lines) * 2 < len(lines)),
        ("first person", any(_FIRST_PERSON.search(line.text) for line in lines)),
        ("mixed tense", any(_mixed_tense(entry.lines) for entry in view.entries("experience"))),
        ("final punctuation", len({line.text.endswith(".") for line in lines}) > 1),
        ("repeated verbs", max(_first_verbs(lines).values(), default=0) > _MOST_REPEATS),
    ]
    found = [name for name, faulty in faults if faulty]
    if not found:
        return PASS
    return Verdict(
        "warn" if len(found) <= _SOME else "fail", f"Uneven wording: {', '.join(found)}.", section="experience"
    )


def spelling(view: View, reader: Reader) -> Verdict:
    """WRD-04: no unknown lower-case word that can only have been meant as one other."""
    misspelt: list[ViewLine] = []
    for line in view.lines():
        found = [token.text for token in words(line.text) if single_suggestion(token.text, reader.lexicon) is not None]
        misspelt += [line] * len(found)
    if not misspelt:
        return PASS
    status: RuleStatus = "warn" if len(misspelt) <= _SOME else "fail"
    return Verdict(status, f"{counted(len(misspelt), 'word')} that may be misspelt.", _spans(misspelt))


def starts_with_verb(text: str) -> bool:
    """Tell whether a bullet starts with a verb, in whatever form."""
    opening = _OPENING.match(text)
    if opening is None:
        return False
    first = opening[2] if opening[1].lower().endswith("ly") and opening[2] else opening[1]
    return verb_of(first) is not None or _VERB_ENDING.match(first) is not None


def _mixed_tense(lines: tuple[ViewLine, ...]) -> bool:
    tenses = set()
    for line in lines:
        form = _first_word(line.text)
        verb = verb_of(form)
        if verb is None or verb.lemma == verb.past:
            continue
        tenses.add("past" if form == verb.past else "gerund" if form == verb.gerund else "present")
    return len(tenses) > 1


def _first_verbs(lines: list[ViewLine]) -> Counter[str]:
    return Counter(verb.lemma for line in lines if (verb := verb_of(_first_word(line.text))) is not None)


def _first_word(text: str) -> str:
    opening = _OPENING.match(text)
    return opening[1].lower() if opening is not None else ""


def _spans(lines: list[ViewLine]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for line in lines for span in line.spans))
