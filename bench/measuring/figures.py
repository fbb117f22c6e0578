"""What a measure says: rows of figures, each with the bar that it is held to, and what becomes of several rounds."""

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec
from typing_extensions import override

Samples: TypeAlias = Mapping[str, float]
"""What one round measured, by the key of its row. What could not be measured is left out."""

Verdict: TypeAlias = Literal["holds", "misses", ""]
"""Empty where there is no bar."""


class Bar(msgspec.Struct, frozen=True):
    """What a figure may be at most, or has to be at least."""

    op: Literal["≤", "≥"]
    limit: float

    def holds(self, value: float) -> bool:
        """Tell whether a value keeps to it."""
        return value <= self.limit if self.op == "≤" else value >= self.limit

    def worst(self, values: Sequence[float]) -> float:
        """Give the value that is farthest from keeping to it."""
        return max(values) if self.op == "≤" else min(values)

    @override
    def __str__(self) -> str:
        return f"{self.op} {shown(self.limit)}"


class Row(msgspec.Struct, frozen=True):
    """One line of the table.

    `exact` is for what must never happen: its figure is the worst round's instead of the median, and where it misses
    its bar the whole run has failed.
    """

    key: str
    text: str
    unit: str = ""
    bar: Bar | None = None
    exact: bool = False


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A row with what was measured: one value a round, and the one that counts."""

    row: Row
    values: list[float]
    value: float
    verdict: Verdict

    @property
    def failed(self) -> bool:
        """Whether something happened that must never happen."""
        return self.row.exact and self.verdict == "misses"


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure said in one run."""

    name: str
    about: str
    rounds: int
    seconds: float
    steal: float
    """The share of the machine's time that its host took for others meanwhile."""
    date: str
    machine: str
    figures: list[Figure]


def at_most(limit: float) -> Bar:
    """Make a bar that a figure has to stay below, or at."""
    return Bar("≤", limit)


def at_least(limit: float) -> Bar:
    """Make a bar that a figure has to reach."""
    return Bar("≥", limit)


def never(key: str, text: str) -> Row:
    """Make the row of something that must not happen once in all rounds."""
    return Row(key, text, "", at_most(0), exact=True)


def figure_of(row: Row, rounds: Sequence[Samples]) -> Figure | None:
    """Make one figure of what the rounds measured, None where none of them could."""
    values = [samples[row.key] for samples in rounds if row.key in samples]
    if not values:
        return None
    exactly = row.exact and row.bar is not None
    value = row.bar.worst(values) if exactly and row.bar is not None else statistics.median(values)
    verdict: Verdict = "" if row.bar is None else "holds" if row.bar.holds(value) else "misses"
    return Figure(row=row, values=values, value=value, verdict=verdict)


def shown(value: float) -> str:
    """Write a value with three digits that count."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if abs(value) >= 100:  # noqa: PLR2004 - below it, three digits need a decimal point
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}".rstrip("0").rstrip(".")
