"""Composes a summary of facts where the résumé has none: a title held, the years of it, skills that roles prove."""

from collections.abc import Iterator
from typing import Final

from agents.tailoring.evidence.years import experience_years
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.rules.periods import recency
from contracts.documents import Dates, Entry, Fact

_MOST_SKILLS: Final = 4
_FEWEST_SKILLS: Final = 2
YEARS_FACT: Final = "derived:years"


def composed_summary(desk: Desk) -> Iterator[Proposal]:
    """Propose one sentence from the latest title, the years in roles of that title, and proven skills asked for.

    Nothing where there is a summary already, or less than two skills to name.
    """
    if any(section.type == "summary" for section in desk.doc.sections):
        return
    skills = _proven_skills(desk)
    if len(skills) < _FEWEST_SKILLS:
        return
    titled = _latest_title(desk)
    surfaces = [surface for surface, _, _ in skills]
    listed = f"{', '.join(surfaces[:-1])} and {surfaces[-1]}"
    facts: list[Fact] = [fact for _, fact, _ in skills]
    derived: tuple[Fact, ...] = ()
    if titled is None:
        text = f"Experience with {listed}."
    else:
        title, title_fact, years, years_fact = titled
        facts.insert(0, title_fact)
        if years_fact is None:
            text = f"{title} with experience in {listed}."
        else:
            derived = (years_fact,)
            text = f"{title} with {years} {'year' if years == 1 else 'years'} of experience, including {listed}."
    yield Proposal(
        op="compose_summary",
        path="summary",
        before="",
        after=text,
        serves=tuple(dict.fromkeys(requirement_id for _, _, requirement_id in skills)),
        rationale=f"the first lines say what the posting looks for: {listed}",
        sources=tuple(dict.fromkeys(fact.id for fact in (*facts, *derived))),
        derived=derived,
    )


def _proven_skills(desk: Desk) -> list[tuple[str, Fact, str]]:
    """List skills that statements name and the posting asks for: surface, the statement's fact, the requirement."""
    statements = {fact.id: fact for fact in desk.resume.facts if fact.kind == "bullet"}
    lexicon = desk.reader.lexicon
    found: dict[str, tuple[str, Fact, str]] = {}
    for requirement in sorted(desk.job.requirements, key=lambda one: -one.weight):
        for name in (*requirement.terms, *requirement.any_of):
            term = lexicon.term(name)
            if term is None or term in found or lexicon.kind(term) not in {"tool", "skill"}:
                continue
            for section in desk.doc.sections:
                for line in (line for entry in section.entries for line in entry.lines):
                    hit = desk.reader.read(line.text).terms.get(term)
                    fact = next((statements[fact_id] for fact_id in line.facts if fact_id in statements), None)
                    if section.type in {"experience", "projects"} and hit is not None and fact is not None:
                        found.setdefault(term, (hit.surface, fact, requirement.id))
    return list(found.values())[:_MOST_SKILLS]


def _latest_title(desk: Desk) -> tuple[str, Fact, int, Fact | None] | None:
    """Give the latest role's title with its fact, and the years in roles of that very title as a derived fact."""
    roles = [entry for section in desk.resume.sections if section.type == "experience" for entry in section.entries]
    dated = [(recency(entry.dates), entry) for entry in roles if entry.dates is not None and entry.title]
    if not dated:
        return None
    latest = max(dated, key=lambda pair: pair[0])[1]
    title_fact = _fact_of(desk, latest, "title")
    if latest.title is None or title_fact is None:
        return None
    same = [entry for entry in roles if (entry.title or "").lower() == latest.title.lower()]
    cited = [fact for entry in same if (fact := _fact_of(desk, entry, "date")) is not None]
    periods: list[Dates] = [entry.dates for entry in same if entry.dates is not None]
    years = experience_years(periods, desk.materials.today)
    if not years or len(cited) != len(periods):
        return latest.title, title_fact, 0, None
    derived = Fact(
        id=YEARS_FACT,
        kind="date",
        value=str(years),
        span=cited[0].span,
        derived_from=[fact.id for fact in cited],
        formula="years_of_experience",
    )
    return latest.title, title_fact, years, derived


def _fact_of(desk: Desk, entry: Entry, kind: str) -> Fact | None:
    return next((fact for fact in desk.resume.facts if fact.entry_id == entry.id and fact.kind == kind), None)
