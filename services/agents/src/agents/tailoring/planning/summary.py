"""Puts what the posting looks for into the first lines: a sentence of facts, or a line of skills under the summary."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agents.tailoring.evidence.years import experience_years
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.rules.periods import recency
from agents.tailoring.views import Place, place_of
from contracts.documents import Dates, Entry, Fact, Line

_MOST_SKILLS: Final = 5
_FEWEST_SKILLS: Final = 2
_ROLES: Final[frozenset[Place]] = frozenset({"experience", "project"})
_LISTS: Final[frozenset[Place]] = frozenset({"skills", "other"})
YEARS_FACT: Final = "derived:years"


@dataclass(frozen=True, slots=True)
class _Skill:
    """A skill that the résumé states and the posting asks for."""

    surface: str
    fact: Fact
    """The whole statement: what qualifies the skill there is cited with it."""
    requirement_id: str


@dataclass(frozen=True, slots=True)
class _Held:
    """The latest title, and the years in roles of that very title."""

    title: str
    fact: Fact
    years: Fact | None


def composed_summary(desk: Desk) -> Iterator[Proposal]:
    """Propose what the first lines lack.

    Without a summary: one sentence from the latest title, the years in roles of that title, and skills that roles
    prove. With one: a line of the skills that the posting asks for and only lists name so far. Two skills at least.
    """
    standing = [line for section in desk.doc.sections if section.type == "summary" for line in section.lines]
    skills = _skills(
        desk, _LISTS if standing else _ROLES, {term for line in standing for term in desk.reader.read(line.text).terms}
    )
    if len(skills) < _FEWEST_SKILLS or (standing and not _is_prose(standing)):
        return
    held = None if standing else _latest_title(desk)
    names = [skill.surface for skill in skills]
    facts = [held.fact] if held is not None else []
    facts += [skill.fact for skill in skills]
    derived = (held.years,) if held is not None and held.years is not None else ()
    text = f"Key skills: {', '.join(names)}." if standing else _sentence(held, names)
    yield Proposal(
        op="compose_summary",
        path="summary",
        before="",
        after=text,
        serves=tuple(dict.fromkeys(skill.requirement_id for skill in skills)),
        rationale=f"the first lines say what the posting looks for: {', '.join(names)}",
        sources=tuple(dict.fromkeys(fact.id for fact in (*facts, *derived))),
        derived=derived,
    )


def _sentence(held: _Held | None, names: list[str]) -> str:
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    if held is None:
        return f"Experience with {listed}."
    if held.years is None:
        return f"{held.title} with experience in {listed}."
    unit = "year" if held.years.value == "1" else "years"
    return f"{held.title} with {held.years.value} {unit} of experience, including {listed}."


def _is_prose(lines: list[Line]) -> bool:
    """Tell whether a summary ends as prose does: a line can follow it."""
    return lines[-1].text.rstrip().endswith(".")


def _skills(desk: Desk, places: frozenset[Place], named: set[str]) -> list[_Skill]:
    """List skills asked for that these places name, heaviest first; of lists, those that nothing else names."""
    statements = {fact.id: fact for fact in desk.resume.facts if fact.kind == "bullet"}
    lexicon = desk.reader.lexicon
    found: dict[str, _Skill] = {}
    for requirement in sorted(desk.job.requirements, key=lambda one: -one.weight):
        for name in (*requirement.terms, *requirement.any_of):
            term = lexicon.term(name)
            if term is None or term in found or term in named or lexicon.kind(term) not in {"tool", "skill"}:
                continue
            lines = [(place, line) for place, line in _statements(desk) if term in desk.reader.read(line.text).terms]
            if places == _LISTS and any(place not in places for place, _ in lines):
                continue
            line = next((line for place, line in lines if place in places), None)
            fact = next((statements[one] for one in line.facts if one in statements), None) if line else None
            if line is not None and fact is not None:
                surface = desk.reader.read(line.text).terms[term].surface
                found[term] = _Skill(surface, fact, requirement.id)
    return list(found.values())[:_MOST_SKILLS]


def _statements(desk: Desk) -> Iterator[tuple[Place, Line]]:
    for section in desk.doc.sections:
        for line in (*section.lines, *(line for entry in section.entries for line in entry.lines)):
            yield place_of(section.type), line


def _latest_title(desk: Desk) -> _Held | None:
    roles = [entry for section in desk.resume.sections if section.type == "experience" for entry in section.entries]
    dated = [(recency(entry.dates), entry) for entry in roles if entry.dates is not None and entry.title]
    if not dated:
        return None
    latest = max(dated, key=lambda pair: pair[0])[1]
    fact = _fact_of(desk, latest, "title")
    if latest.title is None or fact is None:
        return None
    same = [entry for entry in roles if (entry.title or "").lower() == latest.title.lower()]
    return _Held(latest.title, fact, _years(desk, same))


def _years(desk: Desk, roles: list[Entry]) -> Fact | None:
    """Derive the years in these roles from their dates; None below one year, or where a date is no fact."""
    periods: list[Dates] = [entry.dates for entry in roles if entry.dates is not None]
    cited = [fact for entry in roles if (fact := _fact_of(desk, entry, "date")) is not None]
    years = experience_years(periods, desk.materials.today)
    if not years or len(cited) != len(periods):
        return None
    return Fact(
        id=YEARS_FACT,
        kind="date",
        value=str(years),
        span=cited[0].span,
        derived_from=[fact.id for fact in cited],
        formula="years_of_experience",
    )


def _fact_of(desk: Desk, entry: Entry, kind: str) -> Fact | None:
    return next((fact for fact in desk.resume.facts if fact.entry_id == entry.id and fact.kind == kind), None)
