"""Waiting for a job's end, as a viewer who looks at nothing else."""

import asyncio

from gateway.joblog.joblog import JobLog


class _Bell:
    def __init__(self) -> None:
        self.rung = asyncio.Event()

    def wake(self) -> None:
        self.rung.set()

    def rewritten(self, still_true: int) -> None:
        del still_true  # whatever it was: look again
        self.rung.set()


async def ended(log: JobLog, *, within_sec: float) -> bool:
    """Wait until the newest revision of a job is over; tell whether it is."""
    bell = _Bell()
    with log.watched_by(bell):
        try:
            async with asyncio.timeout(within_sec):
                while not log.projection.ended and log.over is None:
                    await bell.rung.wait()
                    bell.rung.clear()
        except TimeoutError:
            return False
    return log.projection.ended
