"""What `/metrics` reads from the parts of a gateway when it is asked: nothing is counted twice, nothing on the way."""

from collections.abc import Iterator
from typing import Final

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from gateway.counts import ORDINARY, RejectedEvents
from gateway.joblog import JobLogs
from gateway.lifecycle import Lifecycle

PREFIX: Final = "gateway"


class InUse(Collector):
    """Gives the gateway's own numbers at the moment of a scrape."""

    def __init__(self, jobs: JobLogs, lifecycle: Lifecycle, rejected: RejectedEvents) -> None:
        self._jobs = jobs
        self._lifecycle = lifecycle
        self._rejected = rejected

    @override
    def collect(self) -> Iterator[Metric]:
        yield _gauge("open_streams", "Streams that are open", self._lifecycle.streams)
        yield _gauge("watched_jobs", "Jobs whose log is kept live", len(self._jobs))
        yield _gauge("draining", "1 while this process takes no new streams", int(self._lifecycle.draining))
        streamed = self._jobs.streamed
        yield _counter("stream_events", "Events delivered: one event to one viewer", streamed.events)
        yield _counter("stream_writes", "Pieces written to viewers, each of one event or more", streamed.writes)
        yield _counter("stream_bytes", "Bytes of events written to viewers", streamed.bytes)
        yield _counter(
            "repaired_messages", "Messages read anew since live ones did not bring them", self._jobs.repaired
        )
        ended = CounterMetricFamily(f"{PREFIX}_streams_ended", "Streams that ended, by the reason", labels=["reason"])
        for reason, count in sorted(streamed.ended.items()):
            ended.add_metric([reason], count)
        yield ended
        slow = CounterMetricFamily(
            f"{PREFIX}_slow_viewers",
            "Viewers who took less than was written, by what became of them",
            labels=["action"],
        )
        for action, count in sorted(streamed.slow.items()):
            slow.add_metric([action], count)
        yield slow
        rejected = CounterMetricFamily(
            f"{PREFIX}_events_rejected",
            "Stored messages that are not shown; ordinary ones are what a superseded run goes on saying",
            labels=["reason", "ordinary"],
        )
        for why, count in sorted(self._rejected.by_reason.items()):
            rejected.add_metric([why, str(why in ORDINARY).lower()], count)
        yield rejected


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value=value)


def _counter(name: str, words: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(f"{PREFIX}_{name}", words, value=value)
