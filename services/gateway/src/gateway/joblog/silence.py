"""Finding the one lost live message that no later one shows: the last.

A job that is silent may have ended without our hearing of it. At its heartbeat it is asked for, together with all
others that are silent then: one request for hundreds of jobs. A replica that lags finds nothing yet, and is asked again
at the next heartbeat. Where there is more in the log than in ours, or less, the leader is asked.
"""

import asyncio
from itertools import islice
from typing import Final

import structlog

from contracts import subjects
from eventlog import EventLog, TransientError
from gateway.joblog.joblog import JobLog

_GATHER_SEC: Final = 0.05
_AT_ONCE: Final = 300
"""Jobs in one request, of three subjects each: the server answers for 1,024 subjects."""

logger = structlog.get_logger(__name__)


class Silence:
    """Asks for all jobs that are silent at about the same time together."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._silent: dict[JobLog, None] = {}
        self._asking: asyncio.Task[None] | None = None

    def add(self, log: JobLog) -> None:
        """Look soon, without waiting, whether the log has something that live messages did not bring."""
        self._silent[log] = None
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_for_all())

    async def close(self) -> None:
        """Ask no more."""
        self._silent.clear()
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    async def _ask_for_all(self) -> None:
        await asyncio.sleep(_GATHER_SEC)
        while self._silent:
            some = list(islice(self._silent, _AT_ONCE))
            for log in some:
                del self._silent[log]
            try:
                await self._ask_for(some)
            except TransientError as error:
                logger.debug("silence_unexplained", jobs=len(some), code=error.code)  # the next heartbeat asks again
        self._asking = None

    async def _ask_for(self, logs: list[JobLog]) -> None:
        found = await self._log.positions([subject for log in logs for subject in _subjects_of(log)])
        for log in logs:
            now = [found.get(subject, 0) for subject in _subjects_of(log)]
            known = (log.live.control, *log.projection.last.values())
            if any(new > old or (new == 0 and old > 0) for new, old in zip(now, known, strict=True)):
                log.live.check()


def _subjects_of(log: JobLog) -> tuple[str, str, str]:
    """Give a job's control, and its public subjects in the order of `Projection.last`."""
    return subjects.control(log.job_id), subjects.status(log.job_id), subjects.events(log.job_id)
