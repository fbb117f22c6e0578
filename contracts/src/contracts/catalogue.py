"""Open enums that the page is driven by: what a category or a metric is called, and which way is good.

Open means: a key that is not here is shown under its own name. Adding one here is all it takes to show it well.
"""

from typing import Final, Literal, TypeAlias

import msgspec

Direction: TypeAlias = Literal["up", "down", "none"]
MetricKind: TypeAlias = Literal["score", "count", "percent", "duration", "flag"]


class CategoryInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How a category of insights is shown. `kind` is its tone."""

    label: str
    kind: Literal["info", "success", "warning"]


class MetricInfo(msgspec.Struct, frozen=True, kw_only=True):
    """How a metric is shown. `direction` says whether more is better."""

    label: str
    unit: str
    direction: Direction
    kind: MetricKind


def _score(label: str, direction: Direction = "up") -> MetricInfo:
    return MetricInfo(label=label, unit="points", direction=direction, kind="score")


def _count(label: str, direction: Direction = "none") -> MetricInfo:
    return MetricInfo(label=label, unit="count", direction=direction, kind="count")


def _percent(label: str, direction: Direction = "up") -> MetricInfo:
    return MetricInfo(label=label, unit="percent", direction=direction, kind="percent")


CATEGORIES: Final[dict[str, CategoryInfo]] = {
    "section_found": CategoryInfo(label="Read", kind="info"),
    "warning": CategoryInfo(label="Note", kind="warning"),
    "requirement": CategoryInfo(label="Requirement", kind="info"),
    "skill": CategoryInfo(label="Skill", kind="info"),
    "culture": CategoryInfo(label="Culture", kind="info"),
    "gap": CategoryInfo(label="Gap", kind="warning"),
    "strength": CategoryInfo(label="Strength", kind="success"),
    "order": CategoryInfo(label="Order", kind="info"),
    "keywords": CategoryInfo(label="Keywords", kind="success"),
    "score": CategoryInfo(label="Score", kind="success"),
    "polish": CategoryInfo(label="Polish", kind="success"),
}

METRICS: Final[dict[str, MetricInfo]] = {
    "parse_quality": _percent("Readability of the source"),
    "sections_found": _count("Sections"),
    "roles_found": _count("Roles"),
    "bullets_found": _count("Statements"),
    "facts_found": _count("Facts"),
    "extraction_ms": MetricInfo(label="Reading time", unit="ms", direction="down", kind="duration"),
    "requirements_total": _count("Requirements"),
    "must_have_count": _count("Must-haves"),
    "preferred_count": _count("Preferred"),
    "keywords_p1": _count("Key terms"),
    "match_score_before": _score("Match before"),
    "keyword_coverage_before": _percent("Keyword coverage before"),
    "must_have_met": _count("Must-haves met", "up"),
    "gaps_critical": _count("Critical gaps", "down"),
    "patches_planned": _count("Changes planned"),
    "patches_applied": _count("Changes made"),
    "patches_rejected": _count("Changes refused"),
    "bullets_reworded": _count("Statements reworded"),
    "keywords_surfaced": _count("Key terms surfaced", "up"),
    "overall_score": _score("Overall"),
    "requirements_match": _score("Requirements"),
    "ats_optimization": _score("Applicant tracking"),
    "cultural_fit": _score("Culture"),
    "presentation_quality": _score("Presentation"),
    "competitive_positioning": _score("Positioning"),
    "readiness": _score("Readiness"),
    "match_score_after": _score("Match after"),
    "match_lift": _score("Lift"),
    "fabricated_tokens": _count("Invented words", "down"),
    "facts_preserved": _percent("Facts preserved"),
    "llm_calls": _count("Model calls"),
    "llm_tokens": MetricInfo(label="Model tokens", unit="tokens", direction="down", kind="count"),
    "llm_cost": MetricInfo(label="Model cost", unit="currency", direction="down", kind="count"),
    "llm_fallbacks": _count("Rules instead of the model", "down"),
    "llm_refused": _count("Model wordings refused"),
    "pages": _count("Pages"),
    "words": _count("Words"),
    "round_trip_ok": MetricInfo(label="Reads back", unit="flag", direction="up", kind="flag"),
}

RULE_TITLES: Final[dict[str, str]] = {
    "FAB-01": "Numbers stand in the source",
    "FAB-02": "Employers stand in the source",
    "FAB-03": "Titles and dates are unchanged",
    "FAB-04": "Degrees and certificates stand in the source",
    "FAB-05": "Skills stand in the source",
    "FAB-06": "No verb claims more than before",
    "FAB-07": "Every line names its source",
    "FAB-08": "Numbers keep what they count",
    "FAB-09": "Qualifiers are kept",
    "PRE-01": "No entry is missing",
    "PRE-02": "Contact is unchanged",
    "PRE-03": "Statements are kept",
    "CON-01": "Name and e-mail are there",
    "CON-02": "A telephone number is there",
    "CON-03": "Place and links are there",
    "DAT-01": "Every role has its period",
    "DAT-02": "Periods make sense",
    "DAT-03": "Dates are uniform and in order",
    "DAT-04": "Gaps and overlaps",
    "STR-01": "Standard sections exist",
    "STR-02": "Roles have statements",
    "STR-03": "Length suits the experience",
    "FMT-01": "Text can be extracted",
    "FMT-02": "Simple layout",
    "FMT-03": "Clean characters",
    "FMT-09": "Exports read back",
    "KEY-01": "Key terms are covered",
    "KEY-02": "No term is stuffed",
    "REQ-01": "No knock-out is missing",
    "WRD-01": "Statements start with verbs",
    "WRD-02": "Statements carry outcomes",
    "WRD-03": "Sentences read easily",
    "WRD-04": "Spelling",
    "INJ-01": "No hidden instructions",
}
"""What each rule looks at, in a few words for people."""
