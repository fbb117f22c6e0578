"""The answer of `/api/activity`. It names jobs by their ids, which open nothing, and tells nothing of their content."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec

from contracts.events import timestamp_of
from gateway.activity.history import LONGEST_SEC, History, Totals, Window
from gateway.joblog import JobLogs
from gateway.lifecycle import Lifecycle

_MINUTE_SEC: Final = 60.0
_LISTED: Final = 10


class BusyJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is watched."""

    job_id: str
    """The job."""
    viewers: int
    """Streams of it that are open now."""


class ProcessActivity(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on in one process."""

    worker: int
    """Its number among the workers of the port; 1 where it is alone."""
    started_at: str
    """RFC 3339, in UTC."""
    viewers: int
    """Streams that are open now."""
    jobs_watched: int
    """How many jobs they watch."""
    since_start: Window
    """All that went on since then."""
    last_minute: Window
    """What went on in the last 60 s, or since the start."""
    last_five_minutes: Window
    """What went on in the last 300 s, or since the start."""
    busiest_jobs: list[BusyJob]
    """The ten that most watch here, the busiest first."""


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """What goes on in the processes of one port, by their numbers."""

    processes: list[ProcessActivity]
    """One entry for each process that answered, by its number."""


class Now:
    """Looks at one process."""

    def __init__(self, jobs: JobLogs, lifecycle: Lifecycle, worker: int, clock: Callable[[], float]) -> None:
        """Begin to remember.

        Args:
            jobs: That it watches.
            lifecycle: Its own.
            worker: Its number.
            clock: Seconds that only grow.
        """
        self._jobs = jobs
        self._lifecycle = lifecycle
        self._worker = worker
        self._started_at = timestamp_of(datetime.now(UTC))
        self.history = History(self._totals, clock)

    def look(self) -> ProcessActivity:
        """Tell what goes on."""
        watched = self._jobs.watched_by_most()
        return ProcessActivity(
            worker=self._worker,
            started_at=self._started_at,
            viewers=self._lifecycle.streams,
            jobs_watched=len(watched),
            since_start=self.history.since_start(),
            last_minute=self.history.last(_MINUTE_SEC),
            last_five_minutes=self.history.last(LONGEST_SEC),
            busiest_jobs=[BusyJob(job_id=job_id, viewers=viewers) for job_id, viewers in watched[:_LISTED]],
        )

    def _totals(self) -> Totals:
        streamed, counted = self._jobs.streamed, self._jobs.counted
        return Totals(
            events=dict(counted.shown),
            deliveries=streamed.events,
            opened=streamed.opened,
            ended=streamed.ended.total(),
            reconnects=streamed.recoveries.total() - streamed.recoveries["at_end"],
            watched_sec=streamed.watched_sec,
        )
