"""What only the user can tell: asked, never assumed."""

from collections.abc import Collection
from typing import Final

from contracts.documents import JobDoc, MatchReport, Question, Requirement

_MOST: Final = 8
_ASKED: Final = frozenset({"skill", "cert", "licence", "degree", "language", "clearance", "years", "physical"})
_NAMED: Final = frozenset({"skill", "cert", "licence", "language", "clearance"})
"""What a yes is an answer to: years, degrees and strength have to be told."""
_HOW: Final = {
    "years": "How many years have you done this, and where?",
    "degree": "If you have it or an equal one: where and when?",
    "cert": "If you hold it: since when?",
    "licence": "If you hold it: since when, and where is it valid?",
    "clearance": "If you hold it: which level?",
    "language": "If you speak it: how well?",
}
_ELSE: Final = "If you have done it: where, and what came of it?"


def questions(job: JobDoc, report: MatchReport, answered: Collection[str] = ()) -> list[Question]:
    """Ask for what is missing, heaviest first, eight questions at most, none twice.

    Args:
        job: The posting.
        report: How the résumé matches it.
        answered: Ids of the requirements that the user was asked for and answered or declined: not asked again.
    """
    by_id = {requirement.id: requirement for requirement in job.requirements}
    missing = {one.requirement_id: one.term for one in report.requirements if one.status == "missing"}
    asked: dict[str, Question] = {}
    said = {_name(by_id[one], missing.get(one)) for one in answered if one in by_id}
    for requirement_id in report.gaps:
        requirement = by_id[requirement_id]
        name = _name(requirement, missing.get(requirement_id))
        if requirement.kind not in _ASKED or requirement.level == "implicit" or name in asked or name in said:
            continue
        text = f"The posting asks for {name}, and your résumé does not show it. {_HOW.get(requirement.kind, _ELSE)}"
        asked[name] = Question(
            id=f"q-{requirement_id}",
            requirement_id=requirement_id,
            text=text,
            term=missing.get(requirement_id) if requirement.kind in _NAMED and not requirement.any_of else None,
        )
        if len(asked) == _MOST:
            break
    return list(asked.values())


def _name(requirement: Requirement, term: str | None) -> str:
    if requirement.any_of:
        return " or ".join(requirement.any_of[:3])
    return term or requirement.kind
