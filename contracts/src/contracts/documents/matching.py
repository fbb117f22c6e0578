"""How the one meets the other: the documents of the step `planning`."""

from typing import Literal, TypeAlias

import msgspec

from contracts.documents.posting import RequirementKind, RequirementLevel
from contracts.documents.resume import Fact, FactId

MatchStatus: TypeAlias = Literal["met", "partial", "missing", "unknown"]
PatchOp: TypeAlias = Literal[
    "reorder_sections", "reorder_entries", "reorder_bullets", "reorder_skills", "rename_heading",
    "surface_variant", "list_evidenced_skill", "compose_summary", "weak_opening", "verb_swap",
    "split_long_bullet", "trim_filler", "normalise_date", "expand_acronym", "drop_duplicate_bullet",
    "polish_spelling", "polish_tense", "polish_punctuation",
]  # fmt: skip


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that speaks for a requirement."""

    fact_id: FactId
    how: Literal["exact", "variant", "alias", "fuzzy", "broader", "semantic"]
    place: Literal["experience", "project", "summary", "skills", "education", "other"]


class RequirementMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement and what the résumé has for it. `credit` is 0 to 1."""

    requirement_id: str
    level: RequirementLevel
    kind: RequirementKind
    status: MatchStatus
    credit: float
    weight: float
    evidence: list[Evidence] = []
    term: str | None = None
    """The term that earned the credit, else the first that is missing."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A number from 0 to 100 with its parts; a part that cannot be known is left out and named in `unknown`."""

    value: float
    parts: dict[str, float] = {}
    unknown: list[str] = []
    score_version: str


class MatchReport(msgspec.Struct, frozen=True, kw_only=True):
    """Each requirement with its evidence, in the posting's order."""

    requirements: list[RequirementMatch]
    gaps: list[str] = []
    """Ids of the requirements that are missing, heaviest first."""
    strengths: list[str] = []
    """Ids of the requirements that are met by an experience, heaviest first."""
    score: Score


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """A wording that an engine was asked for and that was not taken: the rules' own words stand instead."""

    engine: str
    reason: str
    """Why: what a gate said, or why no wording came. Holds no word of the résumé."""
    text: str = ""
    """What was refused; empty where nothing came."""


class Patch(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the résumé, with where it comes from and what it serves."""

    id: str
    op: PatchOp
    path: str
    """What is changed: `section:{id}`, `entry:{id}`, `bullet:{id}`, `skills`, `summary`, `document`."""
    before: str
    after: str
    sources: list[FactId] = []
    serves: list[str] = []
    """Ids of the requirements that it serves."""
    rationale: str = ""
    expected_delta: float = 0.0
    """Points of the match score."""
    engine: str = "rules"
    """Who wrote `after`: `rules`, or `model:` and the name of a language model."""
    status: Literal["planned", "applied", "rejected"] = "planned"
    reject_reason: str | None = None
    otherwise: str | None = None
    """The rules' own words, where another engine's were taken."""
    declined: Declined | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the user alone can tell: asked, never assumed."""

    id: str
    """Of the requirement, so that it is the same question in every revision of a job."""
    requirement_id: str
    text: str
    term: str | None = None
    """The one name that it asks for; left out where it asks for one of several, or for no name."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to change, in the order of application, and what to ask."""

    patches: list[Patch]
    questions: list[Question] = []
    derived: list[Fact] = []
    """Facts that patches cite and that registered formulas compute from the résumé's facts."""
