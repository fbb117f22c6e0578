"""What is measured: a share per measure, and by file what was missed."""

from collections.abc import Iterable
from typing import NamedTuple


class Measure(NamedTuple):
    """One row of the table. `value` is a share from 0 to 1; None where the data has nothing to measure it on."""

    id: str
    what: str
    value: float | None
    counts: str
    """What the value was made of: "99 of 99"."""
    missed: dict[str, list[str]]
    """File → what went wrong there, by line and type, without a word of the text."""


def share(id: str, what: str, right: int, total: int, missed: dict[str, list[str]]) -> Measure:  # noqa: A002
    """Make a measure of a count."""
    return Measure(id, what, right / total if total else None, f"{right} of {total}", missed)


def f1(right: int, found: int, wanted: int) -> float | None:
    """Give the harmonic mean of precision and recall; None where nothing was wanted."""
    return 2 * right / (found + wanted) if wanted else None


def noted(pairs: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Keep the files with something to note."""
    return {name: notes for name, notes in pairs if notes}
