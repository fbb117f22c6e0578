"""What this process counts: plain numbers where they arise, read when `/metrics` or `/api/activity` is asked."""

import contextlib
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias

import structlog

from contracts.visibility import Hidden
from eventlog import JobErasedError, RequestError, TransientError

Rejection: TypeAlias = Hidden | Literal["malformed"]
"""Why a stored message is not shown."""

Recovery: TypeAlias = Literal["resumed", "reset_unknown", "reset_expired", "at_end"]
"""What became of a stream that was opened with a cursor: it went on behind it, began anew, or had seen everything."""

Repair: TypeAlias = Literal["gap", "disturbance", "heartbeat", "late"]
"""Why a log was read again: a position was missing, the connection was disturbed, nothing was heard for long, or what
was shown was not true any more, since a message turned up behind it."""

Attach: TypeAlias = Literal["opened", "no_such_job", "erased", "unavailable", "failed"]
"""What became of opening a job's log."""

Slow: TypeAlias = Literal["paused", "resumed", "dropped"]
"""What became of a viewer who took less than was written."""

ORDINARY: Final[frozenset[Rejection]] = frozenset({"step_ended", "job_ended", "duplicate"})
"""What a run that was superseded goes on saying: nobody's fault."""

BOUNDS_SEC: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Of durations; what is longer is in none."""

OTHER: Final = "other"
"""The type of events whose type we do not know: a writer's own word is no label."""

logger = structlog.get_logger(__name__)


class Spread:
    """Durations by their size."""

    def __init__(self, bounds_sec: Sequence[float] = BOUNDS_SEC) -> None:
        self.bounds_sec = bounds_sec
        self.counts = [0] * (len(bounds_sec) + 1)
        """How many were at most as long as each bound and longer than the one before; the last were longer than all."""
        self.sum_sec = 0.0

    def note(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(self.bounds_sec, seconds)] += 1
        self.sum_sec += seconds


@dataclass(slots=True)
class StreamCounts:
    """What was streamed to viewers so far."""

    opened: int = 0
    events: int = 0
    """Deliveries: one event to one viewer."""
    writes: int = 0
    """Pieces written: with coalescing, fewer than deliveries."""
    bytes: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    """Streams that ended, by the reason."""
    watched_sec: float = 0.0
    """How long the streams that ended had been open, together."""
    recoveries: Counter[Recovery] = field(default_factory=Counter)
    """Streams that were opened with a cursor."""
    slow: Counter[Slow] = field(default_factory=Counter)
    """What became of viewers who took less than was written."""


@dataclass(slots=True)
class LogCounts:
    """What became of the logs that are kept live."""

    attaches: Counter[Attach] = field(default_factory=Counter)
    attach: Spread = field(default_factory=Spread)
    """How long opening a log took, whatever came of it."""
    shown: Counter[str] = field(default_factory=Counter)
    """Events that were flushed to viewers as they came, each once however many saw it, by type."""
    lag: Spread = field(default_factory=Spread)
    """How long these took from where they were stored to where they were flushed: by two clocks, to the millisecond."""

    @contextlib.contextmanager
    def attaching(self) -> Iterator[None]:
        """Count the opening of a log that the body does, by what came of it."""
        began = time.perf_counter()
        outcome: Attach = "failed"
        try:
            yield
            outcome = "opened"
        except RequestError as error:
            outcome = "erased" if isinstance(error, JobErasedError) else "no_such_job"
            raise
        except TransientError:
            outcome = "unavailable"
            raise
        finally:
            self.attaches[outcome] += 1
            self.attach.note(time.perf_counter() - began)

    def flushed(self, news: Iterable[tuple[str, str]], now: float) -> None:
        """Count what is flushed.

        Args:
            news: Of each event when it was stored (RFC 3339), and its type.
            now: Seconds since the epoch.
        """
        for stored_at, kind in news:
            self.shown[kind] += 1
            self.lag.note(max(0.0, now - datetime.fromisoformat(stored_at).timestamp()))


class RejectedEvents:
    """Counts stored messages that are not shown, by reason (`events_rejected`), and logs where they stand.

    Never what they say: it may be anything.
    """

    def __init__(self) -> None:
        self.by_reason: Counter[Rejection] = Counter()

    def note(self, job_id: str, seq: int, reason: Rejection) -> None:
        """Count one."""
        self.by_reason[reason] += 1
        tell = logger.debug if reason in ORDINARY else logger.warning
        tell("event_rejected", job_id=job_id, seq=seq, reason=reason, events_rejected=self.by_reason[reason])
