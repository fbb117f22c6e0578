"""The metrics of several workers as one answer: each sample says by its label `worker` whose it is.

One scrape has them all. Were each scrape answered by whichever worker took the connection, every counter would jump.
"""

from collections.abc import Iterator, Mapping

import msgspec
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.registry import Collector
from typing_extensions import override


class Family(msgspec.Struct, frozen=True, array_like=True):
    """A metric with its samples, as workers tell each other."""

    name: str
    documentation: str
    type: str
    samples: list[tuple[str, dict[str, str], float]]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[Family])


def told(registry: CollectorRegistry) -> bytes:
    """Write down what a registry has now."""
    return _encoder.encode(
        [
            Family(
                metric.name,
                metric.documentation,
                metric.type,
                [(sample.name, sample.labels, sample.value) for sample in metric.samples],
            )
            for metric in registry.collect()
        ]
    )


class Gathered(Collector):
    """What several workers have told."""

    def __init__(self, by_worker: Mapping[int, bytes]) -> None:
        """Read it.

        Args:
            by_worker: What `told` wrote, by the worker's number.
        """
        self._metrics: dict[str, Metric] = {}
        for worker, written in by_worker.items():
            for family in _decoder.decode(written):
                metric = self._metrics.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for name, labels, value in family.samples:
                    metric.add_sample(name, {**labels, "worker": str(worker)}, value)

    @override
    def collect(self) -> Iterator[Metric]:
        yield from self._metrics.values()
