"""All measures, in the order of the table. A new one is a module of its own and a line here."""

from collections.abc import Callable, Iterable
from typing import Final

from bench.quality.costs import costs
from bench.quality.data import Data
from bench.quality.entities import entities
from bench.quality.exports import round_trip
from bench.quality.files import files
from bench.quality.guarding import guarding
from bench.quality.honesty import honesty
from bench.quality.leniency import leniency
from bench.quality.lift import lift
from bench.quality.measures import Measure
from bench.quality.postings import skills
from bench.quality.repeating import repeating
from bench.quality.resumes import contacts, roles, sections
from bench.quality.zoning import zones

MEASURES: Final[tuple[Callable[[Data], Measure | Iterable[Measure]], ...]] = (
    sections,
    roles,
    contacts,
    entities,
    skills,
    zones,
    honesty,
    guarding,
    leniency,
    lift,
    repeating,
    round_trip,
    files,
    costs,
)
"""Each gives one row or several. The goals of rows are in `goals.py`; a row without one is printed and never judged."""


def measured(data: Data, only: str | None = None) -> list[Measure]:
    """Measure everything, or what one function of this list measures."""
    rows: list[Measure] = []
    for one in MEASURES:
        if only is None or one.__name__ == only:
            made = one(data)
            rows.extend([made] if isinstance(made, Measure) else made)
    return rows
