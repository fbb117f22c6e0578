"""The ladder of degrees: diploma, associate, bachelor, master, doctor."""

import re
from typing import Final

from agents.tailoring.views import View

_LADDER: Final = (
    (5, re.compile(r"\b(?:doctor of|doctorate|doctoral|ph\.? ?d\b|dphil\b)", re.IGNORECASE)),
    (
        4,
        re.compile(
            r"\b(?:masters\b|master['’]s\b|master (?:of|in|degree)\b|mba\b|m\.? ?sc\b|m\. ?[as]\b|m\.? ?eng\b"
            r"|postgraduate\b)",
            re.IGNORECASE,
        ),
    ),
    (
        3,
        re.compile(
            r"\b(?:bachelor|bba\b|b\.? ?sc\b|b\. ?[aes]\b|b\.? ?tech\b|b\.? ?eng\b|b\.? ?com\b|bsn\b|b ?b ?m\b"
            r"|undergraduate degree|four-year (?:college|degree)|(?:university|college) degree)",
            re.IGNORECASE,
        ),
    ),
    (2, re.compile(r"\b(?:associate['’]?s? (?:degree|of|in)\b|a\. ?[as]\b|foundation degree|hnd\b)", re.IGNORECASE)),
    (
        1,
        re.compile(
            r"\b(?:high school|diploma|ged\b|g\.e\.d|gcses?\b|a-levels?\b|secondary school|leaving certificate)",
            re.IGNORECASE,
        ),
    ),
)
_ANY_DEGREE: Final = re.compile(
    r"\b(?:degree|graduation from an? (?:accredited|recognized)|graduate (?:of|in|from))\b", re.IGNORECASE
)
_BACHELOR: Final = 3


def levels(text: str) -> list[int]:
    """List the rungs that a text names, lowest first: 1 diploma, 2 associate, 3 bachelor, 4 master, 5 doctor."""
    return sorted({rung for rung, pattern in _LADDER if pattern.search(text)})


def wanted_degree(text: str) -> int | None:
    """Tell the lowest rung that satisfies a requirement; a bare "degree" is a bachelor's. None if it names none."""
    named = levels(text)
    if named:
        return named[0]
    return _BACHELOR if _ANY_DEGREE.search(text) else None


def highest_degree(view: View) -> tuple[int, str] | None:
    """Find the highest rung that the education section names.

    Returns:
        The rung and the id of the entry or line that names it; None where there is none.
    """
    best: tuple[int, str] | None = None
    for section in view.sections:
        if section.type != "education":
            continue
        texts = [(line.id, line.text) for line in section.lines]
        for entry in section.entries:
            texts.append((entry.id, " ".join(part for part in (entry.title, entry.org) if part)))
            texts.extend((line.id, line.text) for line in entry.lines)
        for text_id, text in texts:
            for rung in levels(text):
                if best is None or rung > best[0]:
                    best = (rung, text_id)
    return best
