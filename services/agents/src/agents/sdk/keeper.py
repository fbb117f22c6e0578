"""Keeping a lease for as long as the work takes, and learning that the work is no longer wanted."""

import asyncio
import contextlib
from types import TracebackType
from typing import Final, Self

import structlog

from contracts import subjects
from contracts.control import Cancel, Deleted, MalformedFactError, Timeout, decode_control
from contracts.ids import JobId
from contracts.work import WorkItem
from eventlog import Delivery, EventLog, TransientError
from eventlog.stopping import cancel

_FIRST_LOOK_SEC: Final = 0.05
"""What is over sooner needs no look: nobody could have stopped it."""

logger = structlog.get_logger(__name__)


class Keeper:
    """Renews the lease of one delivery while it is entered, and looks at the job's last control fact each time.

    A hint (`look`) makes it look at once: hints are fast and may be lost or false, the fact is the truth.
    """

    def __init__(self, log: EventLog, delivery: Delivery, item: WorkItem, *, lease_sec: float) -> None:
        self._log = log
        self._delivery = delivery
        self._item = item
        self._every_sec = lease_sec / 3
        self._control = subjects.control(JobId(item.job_id))
        self._hinted = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self.unwanted = asyncio.Event()
        """Set when the work is no longer wanted."""
        self.reason = ""
        """Why it is not."""

    def look(self) -> None:
        """Look at the control fact now."""
        self._hinted.set()

    async def __aenter__(self) -> Self:
        """Begin to keep the lease."""
        self._keeping = asyncio.create_task(self._keep(), name="keeping")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep it no longer."""
        if self._keeping is not None:
            await cancel(self._keeping)

    async def _keep(self) -> None:
        await self._pause(_FIRST_LOOK_SEC)
        while True:
            if not self.unwanted.is_set() and (reason := await self._look_now()) is not None:
                self.reason = reason
                self.unwanted.set()
            await self._pause(self._every_sec)
            await self._renew()

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hinted.wait()
        self._hinted.clear()

    async def _renew(self) -> None:
        try:
            await self._delivery.in_progress()
        except TransientError as error:
            logger.warning("lease_not_renewed", reason=str(error))

    async def _look_now(self) -> str | None:
        try:
            async with asyncio.timeout(self._every_sec):  # the lease is more urgent than the answer
                last = await self._log.last(self._control)
            fact = decode_control(last.data) if last is not None else None
        except (TransientError, TimeoutError, MalformedFactError) as error:
            logger.warning("control_not_read", reason=str(error) or "no answer")
            return None
        match fact:
            case None:
                return "no_such_job"
            case Cancel():
                return "canceled"
            case Deleted():
                return "deleted"
            case Timeout(revision=revision, step=step, attempt=attempt) if revision == self._item.revision:
                late = step is None or (step == self._item.step and attempt in {None, self._item.attempt})
                return "timeout" if late else None
            case _:
                return None
