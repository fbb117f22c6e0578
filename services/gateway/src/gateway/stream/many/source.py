"""The source of a stream of many jobs."""

import asyncio
from collections.abc import Callable, Sequence

from contracts.ids import JobId
from eventlog import JobErasedError, RequestError
from gateway.access.gate import Gate
from gateway.access.tokens import Grant
from gateway.joblog import JobLog, JobLogs
from gateway.refusals import RefusedError
from gateway.stream.many.asked import AskedJob
from gateway.stream.many.cursors import Cursors
from gateway.stream.many.reader import ManyReader, Part
from gateway.stream.onejob import is_at_the_end


class ManyJobs:
    """Holds on to the logs of several jobs."""

    def __init__(
        self,
        jobs: JobLogs,
        gate: Gate,
        asked: Sequence[AskedJob],
        last_event_id: str | None,
        *,
        ends_at: float,
        clock: Callable[[], float],
    ) -> None:
        """Prepare.

        Raises:
            RefusedError: The cursor that the reader comes back with is none.
        """
        self._jobs = jobs
        self._gate = gate
        self._asked = asked
        self._cursors, self._begins = Cursors.of(
            [job.job_id for job in asked], [job.cursor for job in asked], last_event_id
        )
        self._ends_at = ends_at
        self._clock = clock
        self._held: list[JobLog] = []

    async def open(self) -> ManyReader | None:
        """See `Source.open`. One job that is refused refuses all, and is named; erased ones are told of on the stream.

        Raises:
            JobErasedError: All of them were erased.
        """
        opening = [
            asyncio.create_task(self._open(place, job, begin))
            for place, (job, begin) in enumerate(zip(self._asked, self._begins, strict=True))
            if begin is not None  # else its part was over
        ]
        try:
            opened = await asyncio.gather(*opening)
        finally:
            for task in opening:
                task.cancel()
        parts = [part for part in opened if isinstance(part, Part)]
        erased = [part for part in opened if isinstance(part, tuple)]
        if len(erased) == len(self._asked):
            raise JobErasedError
        if not parts and not erased:
            return None
        return ManyReader(parts, erased, self._cursors, ends_at=self._ends_at, clock=self._clock)

    def close(self) -> None:
        """See `Source.close`."""
        held, self._held = self._held, []
        for log in held:
            self._jobs.release(log)

    async def _open(self, place: int, job: AskedJob, begin: int) -> Part | tuple[int, JobId] | None:
        """Give the part of a job; its place and id where it was erased, None where nothing will come of it."""
        try:
            grant = await self._gate.admit_by(job.token, job.job_id)
            log = await self._jobs.hold(job.job_id)
            self._held.append(log)
            if await is_at_the_end(log, begin):
                return None
        except JobErasedError:
            return place, job.job_id
        except RequestError as error:
            raise RefusedError(str(error), status=error.status, code=error.code, job_id=job.job_id) from None
        return self._part(log, begin, place, grant)

    def _part(self, log: JobLog, begin: int, place: int, grant: Grant) -> Part:
        return Part(log, begin, cursors=self._cursors, place=place, expires_at=grant.expires_at, clock=self._clock)
