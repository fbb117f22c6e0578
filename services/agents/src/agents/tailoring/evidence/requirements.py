"""Judges one requirement of the posting against a résumé: status, credit and the evidence for it."""

from dataclasses import dataclass
from datetime import date

from agents.tailoring import weights
from agents.tailoring.evidence.degrees import highest_degree, wanted_degree
from agents.tailoring.evidence.index import Index
from agents.tailoring.evidence.terms import Occurrence, find_term
from agents.tailoring.evidence.years import experience_months
from contracts.documents import MatchStatus, Requirement

_MONTHS = 12.0
_ONE_STEP_SHORT = 0.5
_NAMES_ONLY = frozenset({"licence", "cert", "clearance"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a résumé has for one requirement."""

    requirement: Requirement
    status: MatchStatus
    credit: float
    """0 to 1; 0.0 also where the status is unknown, which scores leave out."""
    occurrences: tuple[Occurrence, ...] = ()
    term: str | None = None
    """The term that earned most, else the first that is missing."""
    missing_terms: tuple[str, ...] = ()


def judge(requirement: Requirement, index: Index, today: date) -> Found:
    """Judge one requirement.

    Args:
        requirement: What the posting asks.
        index: The résumé.
        today: The day on which ongoing roles are counted to.

    Returns:
        Status `unknown` where the requirement names nothing that could be looked for.
    """
    match requirement.kind:
        case "years":
            return _years(requirement, index, today)
        case "degree":
            return _degree(requirement, index)
        case "skill" | "cert" | "licence" | "language" | "clearance" | "physical" | "soft" | "duty":
            return _terms(requirement, index)


def _years(requirement: Requirement, index: Index, today: date) -> Found:
    if not requirement.years:
        return _terms(requirement, index)
    entries = [entry for entry in index.view.entries("experience") if entry.dates is not None]
    if not entries:
        return Found(requirement, "unknown", 0.0)
    in_domain = _entries_naming(requirement, index)
    counted = [entry for entry in entries if entry.id in in_domain] or entries
    months = experience_months((entry.dates for entry in counted if entry.dates is not None), today)
    credit = min(1.0, months / _MONTHS / requirement.years)
    evidence = tuple(
        Occurrence(_years_term(requirement), "exact", "experience", entry.id, entry.id, "") for entry in counted
    )
    return Found(requirement, _status(credit), credit, evidence if credit > 0 else (), _years_term(requirement))


def _years_term(requirement: Requirement) -> str:
    return f"{requirement.years or 0:g} years"


def _entries_naming(requirement: Requirement, index: Index) -> frozenset[str]:
    """Give the ids of the entries that name one of the requirement's terms: the roles of its domain."""
    named = {
        occurrence.entry_id
        for term in (*requirement.terms, *requirement.any_of)
        for occurrence in find_term(term, index)
        if occurrence.entry_id is not None
    }
    return frozenset(named)


def _degree(requirement: Requirement, index: Index) -> Found:
    wanted = wanted_degree(requirement.text) or wanted_degree(" ".join((*requirement.terms, *requirement.any_of)))
    if wanted is None:
        return _terms(requirement, index)
    term = next(iter((*requirement.terms, *requirement.any_of)), "degree")
    held = highest_degree(index.view)
    if held is None:
        return Found(requirement, "missing", 0.0, (), term, (term,))
    rung, text_id = held
    credit = 1.0 if rung >= wanted else _ONE_STEP_SHORT if rung == wanted - 1 else 0.0
    if credit <= 0:
        return Found(requirement, "missing", 0.0, (), term, (term,))
    return Found(
        requirement, _status(credit), credit, (Occurrence(term, "exact", "education", text_id, None, ""),), term
    )


def _terms(requirement: Requirement, index: Index) -> Found:
    """Judge by terms: each of `terms` counts, and `any_of` counts as one of them, by its best."""
    names_only = requirement.kind in _NAMES_ONLY
    alternatives = frozenset(requirement.any_of)
    evidence: list[Occurrence] = []
    missing: list[str] = []
    groups = [[term] for term in requirement.terms if term not in alternatives]
    if requirement.any_of:
        groups.append(list(requirement.any_of))
    earned = [_judge_group(group, index, evidence, missing, names_only=names_only) for group in groups]
    if not earned:
        return Found(requirement, "unknown", 0.0)
    credit = sum(earned) / len(earned)
    evidence.sort(key=lambda one: -one.credit)
    term = evidence[0].term if evidence else missing[0]
    return Found(requirement, _status(credit), credit, tuple(evidence), term, tuple(missing))


def _judge_group(
    group: list[str], index: Index, evidence: list[Occurrence], missing: list[str], *, names_only: bool
) -> float:
    """Judge alternatives by the best of them; add what was found, or the first name if nothing was."""
    found = [occurrence for term in group for occurrence in find_term(term, index, names_only=names_only)]
    if not found:
        missing.append(group[0])
        return 0.0
    evidence.extend(found)
    best = max(occurrence.credit for occurrence in found)
    return 1.0 if names_only else best


def _status(credit: float) -> MatchStatus:
    if credit >= weights.MET_CREDIT:
        return "met"
    return "partial" if credit > 0 else "missing"
