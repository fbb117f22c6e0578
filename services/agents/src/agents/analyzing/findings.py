"""What is worth telling of a posting, in its own terms: at most eighty characters each."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from contracts.documents import JobDoc, Requirement, RequirementLevel

Importance = Literal["low", "medium", "high"]

_LENGTH: Final = 80
_MOST_REQUIREMENTS: Final = 8
_TERMS_EACH: Final = 3
_LEAD: Final[dict[RequirementLevel, str]] = {
    "must": "Must have",
    "preferred": "Preferred",
    "implicit": "Part of the job",
}
_WEIGHT: Final[dict[RequirementLevel, Importance]] = {"must": "high", "preferred": "medium", "implicit": "low"}
_FIRST: Final = ("licence", "cert", "clearance", "degree", "years")


class Finding(NamedTuple):
    """One thing to tell."""

    category: str
    importance: Importance
    message: str


def told_of(job: JobDoc) -> list[Finding]:
    """List what to tell: what excludes first, then what weighs most, then culture and warnings; each message once."""
    ranked = sorted(job.requirements, key=lambda one: (not _excludes(one), _is_loose(one), -one.weight))
    told = [finding for one in ranked if (finding := _of_requirement(one)) is not None][:_MOST_REQUIREMENTS]
    found = [*told, *_of_culture(job), *(Finding("warning", "medium", warning) for warning in job.warnings)]
    return list({finding.message: finding for finding in found}.values())


def _excludes(one: Requirement) -> bool:
    return one.kind in _FIRST and one.level == "must"


def _is_loose(one: Requirement) -> bool:
    """Tell whether its terms are words of the posting and no names that we know: they are told last."""
    terms = [*one.terms, *one.any_of]
    return one.kind == "duty" or (one.kind == "skill" and all(term[:1].islower() for term in terms))


def _of_requirement(one: Requirement) -> Finding | None:
    lead = _LEAD[one.level]
    if one.kind == "years" and one.years is not None:
        domain = f": {', '.join(one.terms[:_TERMS_EACH])}" if one.terms else ""
        unit = "year" if one.years == 1 else "years"
        return Finding(
            "requirement", _WEIGHT[one.level], _fitted(f"{lead}: {one.years:g} {unit} of experience", domain)
        )
    if one.any_of:
        named = f"one of {', '.join(one.any_of[:_TERMS_EACH])}"
    elif one.terms:
        named = ", ".join(one.terms[:_TERMS_EACH])
    else:
        return None
    category = "skill" if one.kind in {"skill", "soft", "duty"} else "requirement"
    often = f" (named {one.repeats} times)" if one.repeats > 1 and [named] == one.terms else ""
    return Finding(category, _WEIGHT[one.level], _fitted(f"{lead}: {named}", often))


def _of_culture(job: JobDoc) -> Iterator[Finding]:
    """Tell of the two families of cues that the posting speaks of most."""
    families: dict[str, list[str]] = {}
    for cue in job.culture:
        families.setdefault(cue.family, []).append(cue.phrase)
    for family, phrases in sorted(families.items(), key=lambda item: (-len(item[1]), item[0]))[:2]:
        yield Finding("culture", "low", _fitted(f"They stress {family}: {', '.join(phrases[:_TERMS_EACH])}"))
    if job.environment:
        yield Finding("culture", "low", _fitted(f"Where and when: {', '.join(job.environment)}"))


def _fitted(message: str, more: str = "") -> str:
    """Fit a message into the space that there is; what does not fit any more is left out, or cut."""
    if len(message) + len(more) <= _LENGTH:
        return message + more
    return message if len(message) <= _LENGTH else f"{message[: _LENGTH - 1].rstrip()}…"
