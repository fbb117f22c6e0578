"""The one table of weights: what every score is made of, versioned, stored with each result.

A change of a number here is a change of `SCORE_VERSION`: scores of two versions are not compared.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SCORE_VERSION: Final = "1"

HOW_CREDIT: Final[Mapping[str, float]] = MappingProxyType(
    {"exact": 1.0, "variant": 1.0, "alias": 1.0, "fuzzy": 0.8, "broader": 0.5, "semantic": 0.0}
)
"""What a way of being found is worth. A semantic suggestion is shown as "maybe" and earns nothing."""

PLACE_CREDIT: Final[Mapping[str, float]] = MappingProxyType(
    {"experience": 1.0, "project": 1.0, "summary": 0.9, "education": 0.9, "skills": 0.85, "other": 0.85}
)
"""What a place is worth: a bare list of skills must not reach 100."""

MET_CREDIT: Final = 0.8
"""From here on a requirement counts as met; above nothing as partial."""

KNOCKOUT_STEP: Final = 0.08
KNOCKOUT_FLOOR: Final = 0.7
"""Each missing knock-out takes a share from requirements_match, down to the floor: soft, no cliff."""

KNOCKOUT_KINDS: Final = frozenset({"degree", "licence", "cert", "clearance"})

MATCH_SCORE: Final[Mapping[str, float]] = MappingProxyType(
    {"requirements_match": 0.55, "keyword_coverage": 0.25, "title_match": 0.10, "parse_rules": 0.10}
)
KEYWORD_TIERS: Final[Mapping[str, float]] = MappingProxyType({"p1": 0.7, "p2": 0.3})

ATS_OPTIMIZATION: Final[Mapping[str, float]] = MappingProxyType(
    {"keyword_coverage": 0.40, "parse_rules": 0.30, "file_format": 0.10, "structure_rules": 0.20}
)
PRESENTATION_QUALITY: Final[Mapping[str, float]] = MappingProxyType(
    {"achievement": 0.35, "narrative": 0.25, "polish": 0.25, "hierarchy": 0.15}
)
COMPETITIVE_POSITIONING: Final[Mapping[str, float]] = MappingProxyType(
    {"differentiation": 0.30, "relevance_order": 0.30, "risk": 0.40}
)

CRITICAL_COST: Final = 15.0
MAJOR_COST: Final = 5.0
READY: Final = 80.0
NEEDS_WORK: Final = 60.0
"""Readiness: ready from 80, needs work from 60, else not ready."""
