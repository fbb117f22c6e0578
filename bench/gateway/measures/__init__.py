"""All measures, in the order in which they are made."""

from typing import Final

from bench.gateway.bench import Measure
from bench.gateway.measures import (
    churn,
    cost,
    drain,
    drops,
    latency,
    memory,
    most,
    outage,
    restart,
    slow,
    snapshots,
)

MEASURES: Final[tuple[Measure, ...]] = (
    cost.MEASURE,
    most.MEASURE,
    latency.MEASURE,
    memory.MEASURE,
    restart.MEASURE,
    snapshots.MEASURE,
    churn.MEASURE,
    slow.MEASURE,
    drain.MEASURE,
    outage.MEASURE,
    drops.MEASURE,
)
