"""How well a résumé meets a posting: match_score and the parts that it is made of."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from agents.tailoring import weights
from agents.tailoring.evidence import Found, Index, coverage
from agents.tailoring.rules.parse import parse_share
from agents.tailoring.scoring.combine import combine
from agents.tailoring.views import View
from contracts.documents import JobDoc, Score

_SENIORITY: Final = re.compile(
    r"\b(?:senior|sr|junior|jr|lead|principal|staff|entry[- ]level|mid[- ]level|intern|trainee|graduate|head|chief"
    r"|i{1,3}|iv)\b\.?",
    re.IGNORECASE,
)


def match_score(found: Sequence[Found], job: JobDoc, index: Index) -> Score:
    """Score the match, 0 to 100, with its four parts."""
    return combine(
        {
            "requirements_match": requirements_match(found),
            "keyword_coverage": coverage(job, index),
            "title_match": title_match(job, index.view),
            "parse_rules": parse_share(index.view),
        },
        weights.MATCH_SCORE,
    )


def requirements_match(found: Sequence[Found]) -> float | None:
    """Give the weighted credit of the requirements that could be judged, 0 to 100; None if there is none.

    Each missing knock-out (licence, certificate, degree, clearance that is a must) takes 8 % of the rest, 30 % at most.
    """
    judged = [one for one in found if one.status != "unknown"]
    total = sum(one.requirement.weight for one in judged)
    if not total:
        return None
    knockouts = sum(
        one.status == "missing" and one.requirement.level == "must" and one.requirement.kind in weights.KNOCKOUT_KINDS
        for one in judged
    )
    share = sum(one.requirement.weight * one.credit for one in judged) / total
    return 100.0 * share * max(weights.KNOCKOUT_FLOOR, 1.0 - weights.KNOCKOUT_STEP * knockouts)


def title_match(job: JobDoc, view: View) -> float | None:
    """Compare the posting's title with the titles held and the headline, 0 to 100; None where a side has none."""
    wanted = _bare(job.title or "")
    held = [entry.title for entry in view.entries("experience") if entry.title]
    if view.contact.headline:
        held.append(view.contact.headline)
    if not wanted or not held:
        return None
    return max(float(fuzz.token_set_ratio(wanted, _bare(title))) for title in held)


def _bare(title: str) -> str:
    """Give a title in lower case, without words of seniority."""
    return " ".join(re.sub(r"[^\w+#.]+", " ", _SENIORITY.sub(" ", title.lower())).split())
