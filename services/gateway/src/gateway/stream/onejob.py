"""The source of the stream of one job."""

from collections.abc import Callable

from contracts.ids import JobId
from eventlog import JobErasedError
from gateway.access.tokens import Grant
from gateway.joblog import JobLog, JobLogs, Viewer
from gateway.limits import Watched


class OneJob:
    """Holds on to one job's log."""

    __slots__ = ("_cursor", "_grant", "_job_id", "_jobs", "_log", "_view")

    def __init__(
        self, jobs: JobLogs, job_id: JobId, cursor: int, grant: Grant, view: Callable[[JobLog], Viewer]
    ) -> None:
        self._jobs = jobs
        self._job_id = job_id
        self._cursor = cursor
        self._grant = grant
        self._view = view
        self._log: JobLog | None = None

    async def watched(self) -> list[Watched]:
        """See `Admitting.watched`."""
        return [Watched(self._job_id, self._grant.token_id)]

    async def open(self) -> Viewer | None:
        """See `Source.open`."""
        self._log = await self._jobs.hold(self._job_id)
        if await is_at_the_end(self._log, self._cursor):
            self._jobs.streamed.recoveries["at_end"] += 1
            return None
        viewer = self._view(self._log)
        if self._cursor > 0:
            self._jobs.streamed.recoveries[viewer.recovery] += 1
        return viewer

    def close(self) -> None:
        """See `Source.close`."""
        log, self._log = self._log, None
        if log is not None:
            self._jobs.release(log)


async def is_at_the_end(log: JobLog, cursor: int) -> bool:
    """Tell whether nothing will come behind a cursor.

    The leader is asked first where the answer would be final, and where a job has ended: it may be erased by now, which
    no live message tells.

    Raises:
        JobErasedError: The job was erased.
        TransientError: The log does not answer.
    """
    projection = log.projection
    if projection.ended or (cursor > 0 and not projection.holds(cursor)):
        await log.live.refresh()
        projection = log.projection
    if log.over == "erased":
        raise JobErasedError
    return log.live.ended and projection.holds(cursor) and cursor >= projection.done_at
