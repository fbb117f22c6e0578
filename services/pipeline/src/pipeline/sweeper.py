"""Erasing whole jobs when their time is over: `RETENTION` after their last end."""

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog

from contracts import subjects
from contracts.ids import InvalidIdError, JobId
from eventlog import AppError, ConcurrencyError, Connection, Jobs
from eventlog.stopping import unless
from pipeline.dossier import Dossier
from pipeline.graph import Graph
from pipeline.job import Job
from pipeline.timing import moment_of

EVERY_SEC: Final = 60.0
"""How often it is looked; more often where the retention is short."""

MOST_AT_A_TIME: Final = 500
"""How many jobs one look erases: eight a second, and living jobs do not wait behind them."""

LIFETIMES: Final = 1.9
"""After so many retentions from its start a job goes at its next end, however often it was tried again: after two the
log forgets the beginning by itself, and half a job is worse than none."""

logger = structlog.get_logger(__name__)


def expired(job: Job, now: datetime, retention_sec: float) -> bool:
    """Tell whether a job's time is over; one that is open, or erased already, has none that could be."""
    if job.open or job.deleted or job.started_at is None or job.ended_at is None:
        return False
    retention = timedelta(seconds=retention_sec)
    return now >= min(job.ended_at + retention, moment_of(job.started_at) + LIFETIMES * retention)


class Sweeper:
    """Appends `deleted` to jobs that are over; whoever handles that fact erases them.

    It keeps nothing. What was told of a job stands in the log in the order of time, and goes with the job: only the
    oldest of it has to be looked at. Two replicas do no harm: of two facts behind one position one is stored.
    """

    def __init__(
        self,
        connection: Connection,
        graphs: Mapping[str, Graph],
        clock: Callable[[], datetime],
        *,
        retention_sec: float,
    ) -> None:
        self._log = connection.log
        self._jobs = Jobs(connection)
        self._graphs = graphs
        self._clock = clock
        self._retention_sec = retention_sec

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep now and then until told to stop; replicas at moments of their own."""
        every_sec = min(EVERY_SEC, self._retention_sec / 10)
        while not stop.is_set():
            await unless(stop, asyncio.sleep(random.uniform(0.5, 1.5) * every_sec))  # noqa: S311 - no secret
            try:
                await unless(stop, self.sweep())
            except AppError as error:
                logger.warning("sweep_postponed", code=error.code, reason=str(error))

    async def sweep(self) -> int:
        """Have the jobs erased whose time is over, and return how many were.

        Raises:
            TransientError: The log does not answer; some may have been erased.
        """
        swept = 0
        async with contextlib.aclosing(self._old_ones()) as old_ones:
            async for job_id in old_ones:
                swept += await self._sweep_one(job_id)
                if swept == MOST_AT_A_TIME:
                    break
        return swept

    async def _sweep_one(self, job_id: JobId) -> bool:
        dossier = Dossier(job_id, self._log, self._graphs)
        await dossier.catch_up(0)
        if not expired(dossier.job, self._clock(), self._retention_sec):
            return False
        try:
            stored = await self._jobs.entomb(job_id, "its time is over", behind=dossier.job.last_control_seq)
        except ConcurrencyError:
            return False  # it was opened again, or erased by its user
        if not stored.duplicate:  # a replica says the same
            logger.info("job_expired", job_id=job_id)
        return not stored.duplicate

    async def _old_ones(self) -> AsyncGenerator[JobId, None]:
        """Give each job of which something was told longer ago than the retention, oldest first."""
        told_before = self._clock() - timedelta(seconds=self._retention_sec)
        known: set[JobId] = set()
        position = 0
        while page := await self._log.oldest(subjects.ALL_STATUS, after=position):
            for message in page:
                position = message.seq
                if moment_of(message.timestamp) > told_before:
                    return
                try:
                    job_id = subjects.job_of(message.subject)
                except InvalidIdError:
                    continue  # somebody's own: it goes by its age
                if job_id not in known:
                    known.add(job_id)
                    yield job_id
