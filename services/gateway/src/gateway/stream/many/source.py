"""The source of a stream of many jobs."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, TypeVar

from contracts.ids import JobId
from eventlog import JobErasedError, RequestError
from gateway.access.gate import Gate
from gateway.access.tokens import Grant
from gateway.joblog import JobLog, JobLogs
from gateway.limits import Watched
from gateway.refusals import RefusedError
from gateway.stream.many.asked import AskedJob
from gateway.stream.many.cursors import Cursors
from gateway.stream.many.reader import ManyReader, Part
from gateway.stream.onejob import is_at_the_end

_Done = TypeVar("_Done")


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
        self._grants: dict[int, Grant] = {}
        self._erased: list[tuple[int, JobId]] = []
        self._held: list[JobLog] = []

    async def watched(self) -> list[Watched]:
        """See `Admitting.watched`. One job that is refused refuses all, and is named; an erased one does not."""
        await _all_or_none(
            self._admit(place, job)
            for place, (job, begin) in enumerate(zip(self._asked, self._begins, strict=True))
            if begin is not None  # else its part was over
        )
        return [Watched(self._asked[place].job_id, grant.token_id) for place, grant in self._grants.items()]

    async def open(self) -> ManyReader | None:
        """See `Source.open`. Jobs that are refused are named as in `watched`; erased ones are told of on the stream.

        Raises:
            JobErasedError: All of them were erased.
        """
        opened = await _all_or_none(self._open(place, grant) for place, grant in self._grants.items())
        parts = [part for part in opened if part is not None]
        if len(self._erased) == len(self._asked):
            raise JobErasedError
        recoveries = self._jobs.streamed.recoveries
        if not parts and not self._erased:
            recoveries["at_end"] += 1
            return None
        if any(self._begins):
            recoveries[next((part.recovery for part in parts if part.recovery != "resumed"), "resumed")] += 1
        return ManyReader(parts, self._erased, self._cursors, ends_at=self._ends_at, clock=self._clock)

    def close(self) -> None:
        """See `Source.close`."""
        held, self._held = self._held, []
        for log in held:
            self._jobs.release(log)

    async def _admit(self, place: int, job: AskedJob) -> None:
        try:
            self._grants[place] = await self._gate.admit_by(job.token, job.job_id)
        except JobErasedError:
            self._erased.append((place, job.job_id))
        except RequestError as error:
            raise _named(error, job) from None

    async def _open(self, place: int, grant: Grant) -> Part | None:
        """Give the part of a job; None where nothing will come of it, or it was erased, which is noted."""
        job, begin = self._asked[place], self._begins[place] or 0
        try:
            log = await self._jobs.hold(job.job_id)
            self._held.append(log)
            if await is_at_the_end(log, begin):
                return None
        except JobErasedError:
            self._erased.append((place, job.job_id))
            return None
        except RequestError as error:
            raise _named(error, job) from None
        return Part(log, begin, cursors=self._cursors, place=place, expires_at=grant.expires_at, clock=self._clock)


def _named(error: RequestError, job: AskedJob) -> RefusedError:
    return RefusedError(str(error), status=error.status, code=error.code, job_id=job.job_id)


async def _all_or_none(doing: Iterable[Coroutine[Any, Any, _Done]]) -> list[_Done]:
    """Do several things at once; the first that fails ends the others."""
    tasks = [asyncio.create_task(one) for one in doing]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
