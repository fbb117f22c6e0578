"""What there is to measure of whole jobs, and where it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.jobs import alone, punctual, together
from bench.jobs.pairs import Pair
from bench.measuring.figures import Row, Samples
from bench.measuring.saving import Kept


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows, and how they are measured with some pairs."""

    name: str
    about: str
    rows: tuple[Row, ...]
    once: Callable[[Sequence[Pair]], Samples]


MEASURES: Final = (
    Measure(alone.NAME, alone.ABOUT, alone.ROWS, alone.measure),
    Measure(punctual.NAME, punctual.ABOUT, punctual.ROWS, punctual.measure),
    Measure(together.NAME, together.ABOUT, together.ROWS, together.measure),
)
"""All measures, in the order in which they are made and shown."""

JOBS: Final = Kept(
    bench="jobs",
    how="NATS, gateway, pipeline, seven agents and the viewers share the machine. Steal: the share of time that the\n"
    "host gave to others.",
    order=tuple(one.name for one in MEASURES),
)
