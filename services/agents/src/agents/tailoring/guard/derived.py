"""Facts that are computed from facts: only by a registered formula, and computed again when checked."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from agents.tailoring.evidence.years import experience_years
from contracts.documents import Dates, Entry, Fact, ResumeDoc

Formula: TypeAlias = Callable[[tuple[Entry, ...], date], str]


def _years(entries: tuple[Entry, ...], today: date) -> str:
    periods: list[Dates] = [entry.dates for entry in entries if entry.dates is not None]
    return str(experience_years(periods, today))


FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType({"years_of_experience": _years})
"""By name: from the entries that the cited facts belong to, to a value."""


def derived_value(fact: Fact, resume: ResumeDoc, today: date) -> str | None:
    """Compute a derived fact again.

    Returns:
        None where its formula is not registered, or where it cites a fact that the résumé has not.
    """
    formula = FORMULAS.get(fact.formula or "")
    known = {one.id: one for one in resume.facts}
    cited = [known.get(fact_id) for fact_id in fact.derived_from]
    if formula is None or not cited:
        return None
    entry_ids: set[str] = set()
    for one in cited:
        if one is None or one.entry_id is None:
            return None
        entry_ids.add(one.entry_id)
    entries = tuple(entry for section in resume.sections for entry in section.entries if entry.id in entry_ids)
    return formula(entries, today)
