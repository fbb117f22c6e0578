"""The parent's part: keeps so many workers running, replaces them one by one when told to, and ends them all.

Who wins the race?

    a worker that dies           it is started again, after a pause that grows while it goes on dying
    … while it is replaced       its replacement: it serves already, and no other is started
    a replacement that fails     the old one: it was not told anything yet, and serves on
    an end while one replaces    the end: old and new drain
    a parent that is killed      its workers hear the end of their lifelines, and end
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from eventlog import EXIT_CONFIGURATION
from gateway.workers.process import Worker

_FIRST_PAUSE_SEC: Final = 0.25
_LONGEST_PAUSE_SEC: Final = 10.0
_STEADY_SEC: Final = 20.0
"""A worker that ran so long is taken to have been well: the next pause is the first again."""

logger = structlog.get_logger("gateway")


class _Slot:
    """One of the workers that there are to be."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self.served = asyncio.Event()
        self.lock = asyncio.Lock()  # held while its worker is being started or replaced


class Crew:
    """Some workers on one port."""

    def __init__(self, size: int, start: Callable[[int], Awaitable[Worker]], *, grace_sec: float) -> None:
        """Plan them.

        Args:
            size: How many.
            start: Starts one with a number of its own.
            grace_sec: How long one may take to end when it is told to; then it is killed.
        """
        self._slots = [_Slot() for _ in range(size)]
        self._start = start
        self._grace_sec = grace_sec
        self._numbers = 0
        self._alive: dict[Worker, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()
        self._rolls = asyncio.Event()
        self._status = 0

    def stop(self) -> None:
        """End all gently; asked twice, end them now."""
        again = self._stopping.is_set()
        self._stopping.set()
        for worker in self._alive:
            if again:
                worker.leave()
            else:
                worker.drain()

    def roll(self) -> None:
        """Replace all by new ones, one by one. Told while it is done, it is done once more behind it."""
        self._rolls.set()

    async def run(self, on_ready: Callable[[], object]) -> int:
        """Keep them running until `stop`.

        Args:
            on_ready: Called once, when all of them serve.

        Returns:
            The exit status: 0, 78 where they refuse their configuration, 1 where one did not end well when told to.
        """
        async with asyncio.TaskGroup() as group:
            keeping = [group.create_task(self._keep(slot)) for slot in self._slots]
            beside = [group.create_task(self._tell_ready(on_ready)), group.create_task(self._roll_when_told())]
            await asyncio.wait(keeping)
            for task in beside:
                task.cancel()
        await asyncio.gather(*(self._end(worker) for worker in list(self._alive)))
        return self._status

    async def _keep(self, slot: _Slot) -> None:
        """Start a slot's worker whenever there is none, until all end."""
        pause_sec = _FIRST_PAUSE_SEC
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            async with slot.lock:
                worker = slot.worker = slot.worker or await self._begin()
            if worker is not None:
                if await worker.ready():
                    slot.served.set()
                status = await worker.ended()
                if slot.worker is not worker or self._stopping.is_set():
                    continue
                slot.worker = None
                if status == EXIT_CONFIGURATION:
                    self._status = status
                    self.stop()
                    return
            if loop.time() - began > _STEADY_SEC:
                pause_sec = _FIRST_PAUSE_SEC
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_sec):
                    await self._stopping.wait()
            pause_sec = min(2 * pause_sec, _LONGEST_PAUSE_SEC)

    async def _begin(self) -> Worker | None:
        if self._stopping.is_set():
            return None
        self._numbers += 1
        try:
            worker = await self._start(self._numbers)
        except OSError as error:
            logger.error("worker_not_started", worker=self._numbers, reason=error.strerror)  # noqa: TRY400 - the reason says it all
            return None
        logger.info("worker_started", worker=worker.number, pid=worker.pid)
        self._alive[worker] = asyncio.create_task(self._see(worker))
        if self._stopping.is_set():
            worker.drain()
        return worker

    async def _see(self, worker: Worker) -> None:
        """See a worker's end, whoever brought it about."""
        status = await worker.ended()
        del self._alive[worker]
        if not worker.was_told:
            logger.error("worker_died", worker=worker.number, pid=worker.pid, status=status)
        else:
            logger.info("worker_ended", worker=worker.number, pid=worker.pid, status=status)
            if status != 0 and worker.is_ready and self._status == 0:
                self._status = 1

    async def _end(self, worker: Worker) -> None:
        """Wait for a worker that was told to end; kill it, when the grace is over."""
        seen = self._alive.get(worker)
        if seen is None:
            return
        done, _ = await asyncio.wait([seen], timeout=self._grace_sec)
        if not done:
            logger.warning("worker_killed", worker=worker.number, pid=worker.pid, grace_sec=self._grace_sec)
            worker.kill()
            await seen

    async def _tell_ready(self, on_ready: Callable[[], object]) -> None:
        for slot in self._slots:
            await slot.served.wait()
        on_ready()

    async def _roll_when_told(self) -> None:
        while True:
            await self._rolls.wait()
            self._rolls.clear()
            logger.info("workers_rolling", workers=len(self._slots))
            for slot in self._slots:
                if not await self._replace(slot):
                    break
            else:
                logger.info("workers_rolled", workers=len(self._slots))

    async def _replace(self, slot: _Slot) -> bool:
        """Put a new worker in a slot once it serves, and see the old one to its end; False where the new one fails."""
        new = await self._begin()
        if new is None or not await new.ready():
            return False
        async with slot.lock:
            old, slot.worker = slot.worker, new
        if old is not None:
            old.leave()
            await self._end(old)
        return True
