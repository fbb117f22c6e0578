"""The five dimensions of a result. Every part is a share of named rules or of counts, 0 to 100."""

import math
from collections.abc import Mapping, Sequence

from agents.tailoring import weights
from agents.tailoring.evidence import Found, Index, find_term
from agents.tailoring.evidence.relevance import relevance_by_text
from agents.tailoring.guard.numbers import numbers
from agents.tailoring.rules.wording import starts_with_verb
from agents.tailoring.scoring.combine import combine, mean
from agents.tailoring.views import View
from contracts.documents import JobDoc, RuleResult, Score

_FULL_ACHIEVEMENT = 0.3
"""A third of the bullets with a number is all that WRD-02 asks."""
_SHARE = {"pass": 100.0, "warn": 50.0, "fail": 0.0}


def dimensions(
    found: Sequence[Found], index: Index, job: JobDoc, rules: Sequence[RuleResult], match: Score
) -> dict[str, Score]:
    """Compute the five dimensions.

    Args:
        found: The requirements judged against this text.
        index: The text.
        job: The posting.
        rules: The verdicts on this text.
        match: Its match score, whose parts are used again.
    """
    view = index.view
    return {
        "requirements_match": mean({"requirements_match": match.parts.get("requirements_match")}),
        "ats_optimization": combine(
            {
                "keyword_coverage": match.parts.get("keyword_coverage"),
                "parse_rules": match.parts.get("parse_rules"),
                "file_format": _rules(rules, "FMT-01", "FMT-02", "FMT-03", "FMT-09"),
                "structure_rules": _rules(rules, "STR-01", "STR-02", "DAT-03"),
            },
            weights.ATS_OPTIMIZATION,
        ),
        "cultural_fit": mean(_cues(job, index)),
        "presentation_quality": combine(
            {
                "achievement": _achievement(view),
                "narrative": _narrative(view),
                "polish": _rules(rules, "WRD-03", "WRD-04", "FMT-03", "DAT-03"),
                "hierarchy": _rules(rules, "STR-01", "STR-02", "STR-03"),
            },
            weights.PRESENTATION_QUALITY,
        ),
        "competitive_positioning": combine(
            {
                "differentiation": _differentiation(found),
                "relevance_order": _relevance_order(found, view),
                "risk": _rules(rules, "DAT-02", "DAT-04", "REQ-01", "INJ-01"),
            },
            weights.COMPETITIVE_POSITIONING,
        ),
    }


def overall(scores: Mapping[str, Score]) -> float:
    """Give the mean of the dimensions that could be known, rounded."""
    known = [score.value for score in scores.values() if score.parts]
    return float(round(sum(known) / len(known))) if known else 0.0


def readiness(total: float, rules: Sequence[RuleResult]) -> float:
    """Give readiness: the overall score less 15 for each critical rule that fails and 5 for each major one; floor 0."""
    critical = sum(rule.status == "fail" and rule.severity == "critical" for rule in rules)
    major = sum(rule.status == "fail" and rule.severity == "major" for rule in rules)
    return max(0.0, total - weights.CRITICAL_COST * critical - weights.MAJOR_COST * major)


def _rules(rules: Sequence[RuleResult], *ids: str) -> float | None:
    shares = [_SHARE[rule.status] for rule in rules if rule.rule_id in ids and rule.status in _SHARE]
    return sum(shares) / len(shares) if shares else None


def _cues(job: JobDoc, index: Index) -> dict[str, float | None]:
    """Give for each family of cues the share that the résumé evidences; families without a cue are left out."""
    families: dict[str, list[bool]] = {}
    for cue in job.culture:
        families.setdefault(cue.family, []).append(bool(find_term(cue.phrase, index)))
    return {family: 100.0 * sum(shown) / len(shown) for family, shown in sorted(families.items())}


def _achievement(view: View) -> float | None:
    lines = list(view.bullets())
    if not lines:
        return None
    share = sum(bool(numbers(line.text)) for line in lines) / len(lines)
    return 100.0 * min(1.0, share / _FULL_ACHIEVEMENT)


def _narrative(view: View) -> float | None:
    lines = list(view.bullets())
    return 100.0 * sum(starts_with_verb(line.text) for line in lines) / len(lines) if lines else None


def _differentiation(found: Sequence[Found]) -> float | None:
    """Give the weighted credit of what the posting only prefers."""
    preferred = [one for one in found if one.requirement.level == "preferred" and one.status != "unknown"]
    total = sum(one.requirement.weight for one in preferred)
    return 100.0 * sum(one.requirement.weight * one.credit for one in preferred) / total if total else None


def _relevance_order(found: Sequence[Found], view: View) -> float | None:
    """Give the mean nDCG of the roles' bullets by their relevance: 100 where the best is read first in each."""
    worth = {text_id: relevance.weight for text_id, relevance in relevance_by_text(found).items()}
    ratios: list[float] = []
    for entry in view.entries("experience", "projects"):
        gains = [worth.get(line.id, 0.0) for line in entry.lines]
        ideal = _dcg(sorted(gains, reverse=True))
        if len(gains) > 1 and ideal > 0:
            ratios.append(_dcg(gains) / ideal)
    return 100.0 * sum(ratios) / len(ratios) if ratios else None


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
