"""What is worth telling of a match: in the posting's terms, never in the résumé's; at most eighty characters each."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from contracts.documents import JobDoc, MatchReport, Patch, Requirement, RequirementLevel, RequirementMatch

Importance = Literal["low", "medium", "high"]

_LENGTH: Final = 80
_MOST: Final = 5
_WEIGHT: Final[dict[RequirementLevel, Importance]] = {"must": "high", "preferred": "medium", "implicit": "low"}
_REORDERS: Final = {
    "reorder_sections": "the sections",
    "reorder_entries": "the entries",
    "reorder_bullets": "the statements of some roles",
    "reorder_skills": "the skills",
}


class Finding(NamedTuple):
    """One thing to tell."""

    category: str
    importance: Importance
    message: str


def told_of(job: JobDoc, report: MatchReport, patches: Sequence[Patch]) -> list[Finding]:
    """List what to tell: the biggest gaps, the strongest evidence, what will be moved; each message once."""
    asked = {requirement.id: requirement for requirement in job.requirements}
    matches = {one.requirement_id: one for one in report.requirements}
    closed = _closed_by_answers(patches)
    found = [
        *_gaps(report, {one: asked[one] for one in asked if one not in closed}, matches),
        *_strengths(report, asked, matches),
        *_order(patches),
    ]
    return list({finding.message: finding for finding in found}.values())


def claims_of(job: JobDoc, claimed: Iterable[str], patches: Sequence[Patch]) -> list[Finding]:
    """Say what became of answers: what they add, and which of them no line of the result can take up.

    Args:
        job: The posting.
        claimed: Ids of the requirements that were answered, not with a no.
        patches: What is planned.
    """
    closed, wanted = _closed_by_answers(patches), set(claimed)
    found: list[Finding] = []
    for requirement in job.requirements:
        if requirement.id not in wanted:
            continue
        name = " or ".join(requirement.any_of[:3]) or next(iter(requirement.terms), requirement.kind)
        if requirement.id in closed:
            found.append(Finding("keywords", "high", _fitted(f"From your answer: {name}")))
        else:
            found.append(Finding("warning", "medium", _fitted(f"Add it to your résumé yourself: {name}")))
    return list({finding.message: finding for finding in found}.values())


def _closed_by_answers(patches: Iterable[Patch]) -> frozenset[str]:
    """Give the ids of the requirements that changes serve which cite an answer."""
    return frozenset(
        served for patch in patches if any(one.startswith("u") for one in patch.sources) for served in patch.serves
    )


def critical_gaps(report: MatchReport) -> int:
    """Count the must-haves that the résumé has nothing for."""
    return sum(one.level == "must" and one.status == "missing" for one in report.requirements)


def _gaps(
    report: MatchReport, asked: dict[str, Requirement], matches: dict[str, RequirementMatch]
) -> Iterator[Finding]:
    for requirement_id in [one for one in report.gaps if one in asked][:_MOST]:
        requirement = asked[requirement_id]
        name = _name(requirement, matches[requirement_id])
        yield Finding("gap", _WEIGHT[requirement.level], _fitted(f"Missing: {name}", " – not in your résumé"))


def _strengths(
    report: MatchReport, asked: dict[str, Requirement], matches: dict[str, RequirementMatch]
) -> Iterator[Finding]:
    for requirement_id in report.strengths[:_MOST]:
        requirement, match = asked[requirement_id], matches[requirement_id]
        times = len(match.evidence)
        shown = f": {times} places" if times > 1 else ""
        yield Finding(
            "strength",
            _WEIGHT[requirement.level],
            _fitted(f"Strong evidence for {_name(requirement, match)}", shown),
        )


def _order(patches: Iterable[Patch]) -> Iterator[Finding]:
    moved = [name for op, name in _REORDERS.items() if any(patch.op == op for patch in patches)]
    if moved:
        yield Finding("order", "low", _fitted(f"What serves this posting comes first in {', '.join(moved)}"))


def _name(requirement: Requirement, match: RequirementMatch) -> str:
    if requirement.kind == "years" and requirement.years is not None:
        domain = f" of {requirement.terms[0]}" if requirement.terms else ""
        return f"{requirement.years:g} years{domain}"
    if requirement.any_of:
        return " or ".join(requirement.any_of[:3])
    return match.term or (requirement.terms[0] if requirement.terms else requirement.kind)


def _fitted(message: str, more: str = "") -> str:
    if len(message) + len(more) <= _LENGTH:
        return message + more
    return message if len(message) <= _LENGTH else f"{message[: _LENGTH - 1].rstrip()}…"
