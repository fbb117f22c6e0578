"""What `/metrics` reads from the parts of a gateway when it is asked: nothing is counted twice, nothing on the way."""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Final, TypeVar, get_args

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from gateway.counts import ORDINARY, Attach, Recovery, RejectedEvents, Repair, Slow, Spread
from gateway.joblog import JobLogs
from gateway.lifecycle import Lifecycle

PREFIX: Final = "gateway"
_Label = TypeVar("_Label", bound=str)


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
        yield from self._of_streams()
        yield from self._of_logs()

    def _of_streams(self) -> Iterator[Metric]:
        streamed = self._jobs.streamed
        yield _counter("streams_opened", "Streams that were opened", streamed.opened)
        yield _counter("stream_events", "Events delivered: one event to one viewer", streamed.events)
        yield _counter("stream_writes", "Pieces written to viewers, each of one event or more", streamed.writes)
        yield _counter("stream_bytes", "Bytes of events written to viewers", streamed.bytes)
        yield _counter("stream_watched_seconds", "How long streams that ended had been open", streamed.watched_sec)
        yield _counters("streams_ended", "Streams that ended, by the reason", "reason", streamed.ended)
        yield _counters(
            "recoveries",
            "Streams that were opened with a cursor, by what became of it",
            "outcome",
            _all_of(get_args(Recovery), streamed.recoveries),
        )
        yield _counters(
            "slow_viewers",
            "Viewers who took less than was written, by what became of them",
            "action",
            _all_of(get_args(Slow), streamed.slow),
        )
        yield _counter("drains", "How often this process was told to end", self._lifecycle.drains)

    def _of_logs(self) -> Iterator[Metric]:
        counted = self._jobs.counted
        yield _counters(
            "attaches",
            "Openings of a job's log, by what came of it",
            "outcome",
            _all_of(get_args(Attach), counted.attaches),
        )
        yield _histogram("attach_duration_seconds", "How long opening a job's log took", counted.attach)
        yield _counters("live_events", "Events that were shown as they came, by type", "type", counted.shown)
        yield _histogram("delivery_lag_seconds", "From where an event was stored to where it was flushed", counted.lag)
        yield _counters(
            "repairs",
            "Readings of a log that was open, by the reason",
            "reason",
            _all_of(get_args(Repair), self._jobs.repairs),
        )
        yield _counter(
            "repaired_messages", "Messages read anew since live ones did not bring them", self._jobs.repaired
        )
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


def _counters(name: str, words: str, label: str, by_label: Mapping[_Label, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(f"{PREFIX}_{name}", words, labels=[label])
    for value, count in sorted(by_label.items()):
        family.add_metric([value], count)
    return family


def _all_of(values: tuple[_Label, ...], found: Mapping[_Label, int]) -> dict[_Label, int]:
    """Give every value a count: what never happened is 0, not missing, so that its first time is an increase."""
    return {value: found.get(value, 0) for value in values}


def _histogram(name: str, words: str, spread: Spread) -> HistogramMetricFamily:
    bounds = [*map(str, spread.bounds_sec), "+Inf"]
    buckets = list(zip(bounds, accumulate(spread.counts), strict=True))
    return HistogramMetricFamily(f"{PREFIX}_{name}", words, buckets=buckets, sum_value=spread.sum_sec)
