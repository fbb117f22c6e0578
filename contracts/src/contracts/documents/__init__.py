"""The documents that steps hand to each other: what the events' `ref` points to."""

from contracts.documents.matching import (
    Declined,
    Evidence,
    MatchReport,
    MatchStatus,
    Patch,
    PatchOp,
    Plan,
    Question,
    RequirementMatch,
    Score,
)
from contracts.documents.posting import (
    Cue,
    JobDoc,
    Keyword,
    Keywords,
    Requirement,
    RequirementKind,
    RequirementLevel,
    Zone,
    ZoneType,
)
from contracts.documents.result import (
    Dropped,
    Line,
    OptimisedDoc,
    ResultEntry,
    ResultSection,
    Review,
    RuleResult,
    RuleStatus,
    Severity,
    Validation,
)
from contracts.documents.resume import (
    Bullet,
    Contact,
    Dates,
    Entry,
    Fact,
    FactId,
    FactKind,
    ResumeDoc,
    Section,
    SectionType,
    SkillHit,
)
from contracts.documents.text import Layout, SourceKind, SourceText, Span
from contracts.documents.usage import Usage
from contracts.documents.wishes import Answer, AnswerSheet, Choices, same_change

__all__ = [
    "Answer", "AnswerSheet", "Bullet", "Choices", "Contact", "Cue", "Dates", "Declined", "Dropped", "Entry",
    "Evidence", "Fact", "FactId", "FactKind", "JobDoc", "Keyword", "Keywords", "Layout", "Line", "MatchReport",
    "MatchStatus", "OptimisedDoc", "Patch", "PatchOp", "Plan", "Question", "Requirement", "RequirementKind",
    "RequirementLevel", "RequirementMatch", "ResultEntry", "ResultSection", "ResumeDoc", "Review", "RuleResult",
    "RuleStatus", "Score", "Section", "SectionType", "Severity", "SkillHit", "SourceKind", "SourceText", "Span",
    "Usage", "Validation", "Zone", "ZoneType", "same_change",
]  # fmt: skip
