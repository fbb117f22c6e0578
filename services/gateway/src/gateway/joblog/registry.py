"""All jobs that this process watches: one log each, opened once, shared, and let go when nobody needs it."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

from contracts import subjects
from contracts.ids import JobId
from eventlog import EventLog, StoredMessage
from gateway.counts import LogCounts, RejectedEvents, Repair, StreamCounts
from gateway.joblog.joblog import JobLog, Shared
from gateway.joblog.projection import Projection
from gateway.joblog.silence import Silence
from gateway.joblog.standing import require_job, standing_of


class JobLogs:
    """Opens logs in single flight, a bounded number at once, and closes each some time after its last use."""

    def __init__(
        self,
        log: EventLog,
        rejected: RejectedEvents,
        *,
        heartbeat_sec: float = 15.0,
        linger_sec: float = 10.0,
        coalesce: bool = True,
        parallel_reads: int = 16,
    ) -> None:
        self.streamed = StreamCounts()
        """What was delivered to viewers."""
        self.counted = LogCounts()
        """What became of the logs."""
        self._log = log
        self._rejected = rejected
        self._linger_sec = linger_sec
        self._places = asyncio.Semaphore(parallel_reads)
        self._silence = Silence(log)
        self._shared = Shared(
            log=log,
            heartbeat_sec=heartbeat_sec,
            coalesce=coalesce,
            places=self._places,
            counts=self.streamed,
            counted=self.counted,
            on_rejected=rejected.note,
            on_silence=self._silence.add,
            on_over=self._forget,
        )
        self._logs: dict[JobId, JobLog] = {}
        self._opening: dict[JobId, asyncio.Task[JobLog]] = {}
        self._following: set[JobLog] = set()  # those that are open, or about to be
        self._closing: set[asyncio.Task[None]] = set()
        self._repaired = 0  # by logs that are no longer open
        self._repairs: Counter[Repair] = Counter()  # of these, too
        log.on_disturbance(self._disturbed)

    def __len__(self) -> int:
        """How many logs are open."""
        return len(self._logs)

    @property
    def repaired(self) -> int:
        """How many messages had to be read since live ones did not bring them."""
        return self._repaired + sum(log.live.repaired for log in self._logs.values())

    @property
    def repairs(self) -> Counter[Repair]:
        """How often logs were read again, by the reason."""
        return sum((log.live.repairs for log in self._logs.values()), self._repairs)

    def watched_by_most(self) -> list[tuple[JobId, int]]:
        """Give the jobs that somebody holds on to, with how many do, the most first."""
        users = [(job_id, log.users) for job_id, log in self._logs.items() if log.users > 0]
        return sorted(users, key=lambda one: one[1], reverse=True)

    async def hold(self, job_id: JobId) -> JobLog:
        """Hold on to a job's log, live, until `release`.

        Raises:
            NoSuchJobError: It has no start.
            JobErasedError: It was erased.
            TransientError: The log does not answer.
        """
        while True:
            log = self._logs.get(job_id) or await self._open(job_id)
            if log.over is not None or self._logs.get(job_id) is log:  # else it was let go before we got hold of it
                log.users += 1
                return log

    def release(self, log: JobLog) -> None:
        """Let go of a log. Awaits nothing, and so cannot be interrupted."""
        log.users -= 1
        self._linger(log)

    @contextlib.asynccontextmanager
    async def watched(self, job_id: JobId) -> AsyncIterator[JobLog]:
        """Hold on to a job's log while the body runs; raises as `hold` does."""
        log = await self.hold(job_id)
        try:
            yield log
        finally:
            self.release(log)

    async def read(self, job_id: JobId) -> Projection:
        """Give what is shown of a job, as far as the leader has it now.

        It comes from the live log where there is one; else it is read for this call, and kept by nobody.

        Raises:
            NoSuchJobError: It has no start.
            JobErasedError: It was erased.
            TransientError: The log does not answer.
        """
        log = self._logs.get(job_id)
        if log is not None:
            standing = await standing_of(self._log, job_id)
            if standing.reach > log.projection.tail:
                await log.live.refresh()
            if log.over is None:
                return log.projection
        async with self._places:
            projection = Projection(job_id, self._rejected.note)
            for message in await self._history(job_id):
                projection.accept(message)
        return projection

    async def _history(self, job_id: JobId) -> list[StoredMessage]:
        """Read a job's log while its leader is asked how far it reaches; what a replica did not have then follows."""
        public = subjects.public(job_id)
        standing, history = await asyncio.gather(standing_of(self._log, job_id), self._log.read(public))
        reached = history[-1].seq if history else 0
        if reached < standing.reach:
            history += await self._log.read(public, after=reached, at_least=standing.reach)
        return history

    async def look_again(self, job_id: JobId) -> None:
        """Bring what is kept of a job up to what the leader has now; one that was erased is let go.

        Raises:
            TransientError: The log does not answer.
        """
        log = self._logs.get(job_id)
        if log is not None:
            await log.live.refresh()

    async def require(self, job_id: JobId) -> None:
        """See that a job exists.

        Raises:
            NoSuchJobError: It has no start.
            JobErasedError: It was erased.
            TransientError: The log does not answer.
        """
        await require_job(self._log, job_id)

    async def close(self) -> None:
        """Let go of everything."""
        await self._silence.close()
        for opening in self._opening.values():
            opening.cancel()
        logs = list(self._logs.values())
        self._logs.clear()
        self._following.clear()
        await asyncio.gather(*(log.close() for log in logs), *self._closing)

    async def _open(self, job_id: JobId) -> JobLog:
        """Open a log in a task of its own: who asked first may leave, and others wait for it too."""
        opening = self._opening.get(job_id)
        if opening is None:
            opening = self._opening[job_id] = asyncio.create_task(self._opened(job_id))
            opening.add_done_callback(lambda task: self._note_opened(job_id, task))
        return await asyncio.shield(opening)

    async def _opened(self, job_id: JobId) -> JobLog:
        log = JobLog(job_id, self._shared)
        self._following.add(log)
        try:
            with self.counted.attaching():
                await log.live.open()
        except BaseException:
            self._following.discard(log)
            raise
        self._logs[job_id] = log
        self._linger(log)
        if log.over is not None:
            self._forget(log)
        return log

    def _note_opened(self, job_id: JobId, opening: asyncio.Task[JobLog]) -> None:
        del self._opening[job_id]
        if not opening.cancelled():
            opening.exception()  # whoever waited was told

    def _linger(self, log: JobLog) -> None:
        if log.users == 0:
            log.idle_since = asyncio.get_running_loop().time()
            asyncio.get_running_loop().call_later(self._linger_sec, self._let_go, log, log.idle_since)

    def _let_go(self, log: JobLog, idle_since: float) -> None:
        if log.users == 0 and log.idle_since == idle_since:
            self._forget(log)

    def _forget(self, log: JobLog) -> None:
        if self._logs.get(log.job_id) is log:
            del self._logs[log.job_id]
            self._repaired += log.live.repaired
            self._repairs += log.live.repairs
            self._following.discard(log)
            closing = asyncio.create_task(log.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def _disturbed(self, reason: str) -> None:
        for log in self._following:
            log.live.disturb(reason)
