"""What the posting asks: the document of the step `analyzing`."""

from typing import Literal, TypeAlias

import msgspec

from contracts.documents.text import Span
from contracts.documents.usage import Usage

ZoneType: TypeAlias = Literal[
    "about", "duties", "must", "preferred", "benefits", "eeo", "apply", "pay", "title", "other"
]
RequirementLevel: TypeAlias = Literal["must", "preferred", "implicit"]
RequirementKind: TypeAlias = Literal[
    "skill", "years", "degree", "cert", "licence", "language", "clearance", "physical", "soft", "duty"
]


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the posting that speaks of one thing."""

    type: ZoneType
    span: Span


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the posting asks for. `terms` are canonical names; one of `any_of` satisfies."""

    id: str
    text: str
    span: Span
    level: RequirementLevel
    kind: RequirementKind
    terms: list[str] = []
    any_of: list[str] = []
    years: float | None = None
    weight: float = 1.0
    in_title: bool = False
    repeats: int = 1
    engine: str = "rules"
    """Who found it: `rules`, or `model:` and the name of a language model."""


class Keyword(msgspec.Struct, frozen=True, kw_only=True):
    """A term to be found literally, as an applicant tracking system does, or by one of its variants."""

    term: str
    variants: list[str] = []
    requirement_id: str | None = None


class Keywords(msgspec.Struct, frozen=True, kw_only=True):
    """Keywords by tier: must or title, preferred or repeated, the rest."""

    p1: list[Keyword] = []
    p2: list[Keyword] = []
    p3: list[Keyword] = []


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase of a family of cues (leadership, communication, work style, problem solving)."""

    family: str
    phrase: str
    span: Span


class JobDoc(msgspec.Struct, frozen=True, kw_only=True):
    """The posting as read."""

    title: str | None
    company: str | None = None
    location: str | None = None
    seniority: str | None = None
    environment: list[str] = []
    zones: list[Zone] = []
    requirements: list[Requirement] = []
    keywords: Keywords = Keywords()
    culture: list[Cue] = []
    verbs: list[str] = []
    warnings: list[str] = []
    usage: Usage | None = None
