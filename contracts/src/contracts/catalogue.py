"""Open enums that the page is driven by: what a category, a metric or a rule is called, and which way is good.

Open means: a key that is not here is shown under its own name. Adding one here is all it takes to show it well.
"""

from typing import Final, Literal, TypeAlias

import msgspec

from contracts.events.payloads import Severity

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


class RuleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule looks at, in a few words for people, and how much it weighs."""

    title: str
    severity: Severity


def _score(label: str, direction: Direction = "up") -> MetricInfo:
    return MetricInfo(label=label, unit="points", direction=direction, kind="score")


def _count(label: str, direction: Direction = "none") -> MetricInfo:
    return MetricInfo(label=label, unit="count", direction=direction, kind="count")


def _percent(label: str, direction: Direction = "up") -> MetricInfo:
    return MetricInfo(label=label, unit="percent", direction=direction, kind="percent")


def _critical(title: str) -> RuleInfo:
    return RuleInfo(title=title, severity="critical")


def _major(title: str) -> RuleInfo:
    return RuleInfo(title=title, severity="major")


def _minor(title: str) -> RuleInfo:
    return RuleInfo(title=title, severity="minor")


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

RULES: Final[dict[str, RuleInfo]] = {
    "FAB-01": _critical("Numbers stand in the source"),
    "FAB-02": _critical("Employers stand in the source"),
    "FAB-03": _critical("Titles and dates are unchanged"),
    "FAB-04": _critical("Degrees and certificates stand in the source"),
    "FAB-05": _critical("Skills stand in the source"),
    "FAB-06": _critical("No verb claims more than before"),
    "FAB-07": _critical("Every line names its source"),
    "FAB-08": _major("Numbers keep what they count"),
    "FAB-09": _major("Qualifiers are kept"),
    "PRE-01": _critical("No entry is missing"),
    "PRE-02": _critical("Contact is unchanged"),
    "PRE-03": _major("Statements are kept"),
    "CON-01": _critical("Name and e-mail are there"),
    "CON-02": _major("A telephone number is there"),
    "CON-03": _minor("Place and links are there"),
    "DAT-01": _critical("Every role has its period"),
    "DAT-02": _critical("Periods make sense"),
    "DAT-03": _minor("Dates are uniform and in order"),
    "DAT-04": _minor("Gaps and overlaps"),
    "STR-01": _major("Standard sections exist"),
    "STR-02": _major("Roles have statements"),
    "STR-03": _minor("Length suits the experience"),
    "FMT-01": _critical("Text can be extracted"),
    "FMT-02": _major("Simple layout"),
    "FMT-03": _minor("Clean characters"),
    "FMT-09": _critical("Exports read back"),
    "KEY-01": _major("Key terms are covered"),
    "KEY-02": _minor("No term is stuffed"),
    "REQ-01": _major("No knock-out is missing"),
    "WRD-01": _minor("Statements start with verbs"),
    "WRD-02": _minor("Statements carry outcomes"),
    "WRD-03": _minor("Sentences read easily"),
    "WRD-04": _minor("Spelling"),
    "INJ-01": _major("No hidden instructions"),
}
"""The rules of validation, in the order of the report."""
