"""Pulling for free slots only: how every runner takes what a durable consumer hands out."""

import asyncio
from collections.abc import Awaitable, Callable

from eventlog.ports import Deliveries, Delivery


class Intake:
    """Hands each delivery to a task of its own, and never fetches more than there are free slots.

    `handle` settles the delivery. What it raises is a bug of the runner, and ends `run`.
    """

    def __init__(self, deliveries: Deliveries, handle: Callable[[Delivery], Awaitable[None]], *, slots: int) -> None:
        self._deliveries = deliveries
        self._handle = handle
        self._slots = slots
        self._running: set[asyncio.Task[None]] = set()
        self._bugs: list[BaseException] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Take deliveries until told to stop; what was taken goes on until `drain`."""
        stopping, taking = asyncio.create_task(stop.wait()), asyncio.create_task(self._take())
        try:
            await asyncio.wait({stopping, taking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            taking.cancel()  # what had arrived then is handed back by `stop`
            await asyncio.wait({taking})
            await self._deliveries.stop()
        if not taking.cancelled():
            taking.result()

    async def drain(self, grace_sec: float) -> bool:
        """Wait for what is being handled, and tell whether all of it ended in time."""
        if self._running:
            await asyncio.wait(self._running, timeout=grace_sec)
        return not self._running

    async def _take(self) -> None:
        while not self._bugs:
            if len(self._running) == self._slots:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
                continue
            for delivery in await self._deliveries.fetch(self._slots - len(self._running)):
                task = asyncio.create_task(self._run(delivery))
                self._running.add(task)
                task.add_done_callback(self._ended)
        raise self._bugs[0]

    async def _run(self, delivery: Delivery) -> None:
        await self._handle(delivery)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._bugs.append(bug)
