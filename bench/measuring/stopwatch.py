"""A measure made of its rounds, and what must never happen told at the end."""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bench.measuring.figures import Measured, Row, Samples, figure_of
from bench.measuring.machine import Steal, described


class Stopwatch:
    """Runs while a measure is made, from its making on."""

    def __init__(self) -> None:
        self._steal = Steal()
        self._began = time.monotonic()

    def measured(self, name: str, about: str, rows: Sequence[Row], rounds: Sequence[Samples]) -> Measured:
        """Make the measure of what the rounds gave, which ended now."""
        figures = [figure_of(row, rounds) for row in rows]
        return Measured(
            name=name,
            about=about,
            rounds=len(rounds),
            seconds=round(time.monotonic() - self._began, 1),
            steal=round(self._steal.share(), 4),
            date=datetime.now(UTC).date().isoformat(),
            machine=described(),
            figures=[figure for figure in figures if figure is not None],
        )


def failures(all_measured: Sequence[Measured]) -> int:
    """Tell what must never happen and did; gives how often."""
    failed = [figure.row.text for one in all_measured for figure in one.figures if figure.failed]
    for text in failed:
        print(f"must never happen, and did: {text}", file=sys.stderr)
    return len(failed)
