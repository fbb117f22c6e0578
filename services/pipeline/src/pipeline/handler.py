"""Handling one waking fact: fold, make true what is not, and say for how long the fact waits."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import msgspec

from contracts import subjects
from contracts.control import encode_control
from contracts.ids import StepName
from contracts.letters import encode_letter
from eventlog import ConcurrencyError, Connection, Delivery
from pipeline.decider import Dispatch, answers_letters, dispatches, letters, overdue, park_sec
from pipeline.dossier import Dossier

SWEEP_AFTER_SEC = 60.0
"""Longer than any lease is renewed after the last look at the job's control."""

_TRIES = 8


class Handled(msgspec.Struct, kw_only=True):
    """What was made true, for the log line; `park_sec` is None where the fact is done with."""

    revision: int = 0
    status: str = "unknown"
    published: int = 0
    appended: int = 0
    park_sec: float | None = None


class Handler:
    """Carries out what the decider decides. Everything here may be done twice, by two, or half."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._log = connection.log
        self._queue = connection.queue
        self._letters = connection.letters
        self._signals = connection.signals
        self._clock = clock

    async def handle(self, dossier: Dossier, delivery: Delivery) -> Handled:
        """Handle a fact of the job, and leave it to the caller to settle it.

        Raises:
            ConcurrencyError: Somebody else moves on faster than we can follow; nothing is wrong.
            LimitError: The log or the queue is full.
            TransientError: The log does not answer; some of it may or may not have been done.
        """
        woken_by = delivery.message.seq
        fresh = delivery.number == 1 and (woken_by <= dossier.position or dossier.take(delivery))
        for attempt in range(_TRIES):
            if not fresh:
                await dossier.catch_up(woken_by)
            try:
                if await self._declare_overdue(dossier):
                    fresh = False
                    continue
                return await self._make_true(dossier, woken_by, delivery.number)
            except ConcurrencyError:
                if attempt == _TRIES - 1:
                    raise
                fresh, dossier.doubtful = False, True
        raise ConcurrencyError("the job's deadlines pass faster than they can be declared")

    async def _declare_overdue(self, dossier: Dossier) -> bool:
        job = dossier.job
        timeout = overdue(job, self._clock())
        if timeout is None:
            return False
        await self._log.append(
            subjects.control(dossier.job_id), encode_control(timeout), expected_last=job.last_control_seq
        )
        return True

    async def _make_true(self, dossier: Dossier, woken_by: int, number: int) -> Handled:
        job = dossier.job
        handled = Handled(revision=job.revision, status=job.status)
        if job.deleted:
            handled.status = "deleted"
            await self._signals.send(dossier.job_id, "deleted")
            await self._connection.erase(dossier.job_id)
            # A run that had begun may have written since: once more, when no lease can be held any more.
            handled.park_sec = SWEEP_AFTER_SEC if number == 1 else None
            return handled
        now = self._clock()
        due = [
            dispatch
            for dispatch in dispatches(job, now, woken_by, number)
            if dispatch.again or dispatch.key not in dossier.dispatched
        ]
        # Who hears of an end finds the letter that tells why.
        if answers_letters(job, woken_by):
            await self._letters.drop(dossier.job_id)
        for letter in letters(job, woken_by):
            await self._letters.bury(StepName(letter.step), dossier.job_id, encode_letter(letter))
        # What must be told before the work is: a revision's opening, an attempt's announcement. The rest is told
        # meanwhile, since nobody may wait for an event before he works.
        first = max((dispatch.announced for dispatch in due), default=0)
        handled.appended = await dossier.projection.advance(job.lifecycle, first)
        try:
            async with asyncio.TaskGroup() as together:
                telling = together.create_task(dossier.projection.advance(job.lifecycle, len(job.lifecycle)))
                for dispatch in due:
                    together.create_task(self._publish(dossier, dispatch))
        except ExceptionGroup as several:
            raise several.exceptions[0] from several
        handled.appended += telling.result()
        handled.published = len(due)
        if woken_by == job.ended_by and job.status != "completed":
            await self._signals.send(dossier.job_id, job.status)
        handled.park_sec = park_sec(job, now, woken_by, number)
        return handled

    async def _publish(self, dossier: Dossier, dispatch: Dispatch) -> None:
        await self._queue.publish(dispatch.item)
        dossier.dispatched.add(dispatch.key)
