"""KEY, REQ and INJ: rules that need the posting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agents.tailoring.evidence import Found, Index, tier_share
from agents.tailoring.evidence.reader import holds
from agents.tailoring.lexicon import words
from agents.tailoring.rules.verdict import PASS, Verdict, not_applicable
from contracts.documents import JobDoc, SourceText, Span

_GOOD_COVERAGE: Final = 0.6
_SOME_COVERAGE: Final = 0.4
_MOST_TIMES: Final = 6
_MOST_SHARE: Final = 0.03
_FEW_TIMES: Final = 3
"""In a text of a hundred words three times is 3 % and no stuffing."""
_CREDENTIALS: Final = frozenset({"licence", "degree", "clearance", "cert"})
_TO_A_MODEL: Final = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier|preceding|other)"
    r" (?:instructions?|prompts?|text|rules)"
    r"|\byou are (?:now )?(?:an? )?(?:AI|artificial intelligence|language model|LLM|chat ?bot|ChatGPT|assistant)\b"
    r"|\b(?:system|hidden) prompt\b|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]"
    r"|\b(?:as|if you are) an? (?:AI|large language) (?:model|assistant|system)\b"
    r"|\b(?:rate|rank|score|recommend|hire|select) this (?:candidate|applicant|resume|résumé)\b"
    r"|\bdo not (?:reveal|mention|follow) (?:this|these|the|your) (?:instructions?|prompt|rules)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A résumé held against a posting."""

    job: JobDoc
    index: Index
    found: Sequence[Found]
    texts: tuple[SourceText, ...]
    """The source texts of both sides, the user's answers among them."""


def coverage(fit: Fit) -> Verdict:
    """KEY-01: at least 60 % of the first keywords stand in the résumé; those without evidence are never added."""
    share = tier_share(fit.job.keywords.p1, fit.index)
    if share is None:
        return not_applicable("The posting has no first-tier keywords.")
    present = round(share * len(fit.job.keywords.p1))
    message = f"{present} of {len(fit.job.keywords.p1)} first-tier keywords are in the résumé."
    if share >= _GOOD_COVERAGE:
        return Verdict("pass", message)
    return Verdict("warn" if share >= _SOME_COVERAGE else "fail", message)


def stuffing(fit: Fit) -> Verdict:
    """KEY-02: no keyword more than six times, nor more than 3 % of the words."""
    sequences = [located.read.written for located in fit.index.texts]
    total = sum(len(sequence) for sequence in sequences)
    most = min(_MOST_TIMES, max(_FEW_TIMES, int(total * _MOST_SHARE)))
    stuffed = [
        keyword.term
        for keyword in (*fit.job.keywords.p1, *fit.job.keywords.p2)
        if _times(keyword.term, sequences) > most
    ]
    if stuffed:
        return Verdict("fail", f"Too often: {', '.join(sorted(set(stuffed))[:3])}. Say it where it counts.")
    return PASS


def credentials(fit: Fit) -> Verdict:
    """REQ-01: no licence, degree, certificate or clearance that is a must is missing. What is missing stays missing."""
    asked = [one for one in fit.found if one.requirement.level == "must" and one.requirement.kind in _CREDENTIALS]
    if not asked:
        return not_applicable("The posting asks for no credential.")
    missing = [one for one in asked if one.status == "missing"]
    if not missing:
        return PASS
    names = ", ".join(dict.fromkeys(one.term or one.requirement.kind for one in missing))
    return Verdict("fail", f"Asked for and not in your résumé: {names}. Add it if you have it.")


def speaks_to_a_model(text: str) -> bool:
    """Tell whether a text gives instructions to a machine."""
    return _TO_A_MODEL.search(text) is not None


def instructions(fit: Fit) -> Verdict:
    """INJ-01: no text speaks to a model. If one does, nobody listens: the engine reads, it does not obey."""
    speaking = [
        "answer" if source.kind == "user" else source.kind for source in fit.texts if speaks_to_a_model(source.text)
    ]
    if not speaking:
        return PASS
    spans = tuple(
        Span(source=source.kind, start=match.start(), end=match.end())
        for source in fit.texts
        for match in _TO_A_MODEL.finditer(source.text)
    )
    return Verdict("fail", f"The {' and the '.join(sorted(set(speaking)))} speaks to a machine; ignored.", spans)


def _times(term: str, sequences: list[tuple[str, ...]]) -> int:
    phrase = tuple(token.text.lower() for token in words(term))
    if not phrase:
        return 0
    return sum(
        sum(sequence[start : start + len(phrase)] == phrase for start in range(len(sequence) - len(phrase) + 1))
        for sequence in sequences
        if holds(sequence, phrase)
    )
