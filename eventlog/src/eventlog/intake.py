"""Pulling for free slots only: how every runner takes what a durable consumer hands out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

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
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                if self._bugs:
                    raise self._bugs[0]
                free = self._slots - len(self._running)
                if free:
                    await self._fetch(free, stopping)
                else:
                    await asyncio.wait({stopping, *self._running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            await self._deliveries.stop()

    async def drain(self, grace_sec: float) -> bool:
        """Wait for what is being handled, and tell whether all of it ended in time."""
        if self._running:
            await asyncio.wait(self._running, timeout=grace_sec)
        return not self._running

    async def _fetch(self, free: int, stopping: asyncio.Task[Any]) -> None:
        fetching = asyncio.create_task(self._deliveries.fetch(free))
        try:
            await asyncio.wait({stopping, fetching}, return_when=asyncio.FIRST_COMPLETED)
            arrived = fetching.result() if fetching.done() else []
        finally:
            fetching.cancel()
        for delivery in arrived:
            task = asyncio.create_task(self._run(delivery))
            self._running.add(task)
            task.add_done_callback(self._ended)

    async def _run(self, delivery: Delivery) -> None:
        await self._handle(delivery)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._bugs.append(bug)
