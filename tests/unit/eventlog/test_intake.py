"""Pulling for free slots only."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from contracts.ids import new_job_id
from contracts.subjects import control
from eventlog import Delivery, LogSettings
from eventlog.intake import Intake
from eventlog.memory import MemoryConnection, MemoryServer
from eventlog.ports import Deliveries


class Counting:
    """Hands out what there is, and notes how much was asked for."""

    def __init__(self, inner: Deliveries) -> None:
        self._inner = inner
        self.asked: list[int] = []
        self.stopped = False

    async def fetch(self, slots: int) -> list[Delivery]:
        """See `Deliveries.fetch`."""
        self.asked.append(slots)
        return await self._inner.fetch(slots)

    async def stop(self) -> None:
        """See `Deliveries.stop`."""
        self.stopped = True
        await self._inner.stop()


@pytest.fixture
def connection() -> MemoryConnection:
    """Connect to a log in memory."""
    return MemoryConnection(MemoryServer(LogSettings()))


async def facts(connection: MemoryConnection, count: int) -> Counting:
    """Store so many facts, and join their consumer."""
    for _ in range(count):
        await connection.log.append(control(new_job_id()), b"{}")
    return Counting(await connection.queue.facts())


async def run(
    deliveries: Counting, handle: Callable[[Delivery], Awaitable[None]], stop: asyncio.Event, *, slots: int
) -> Intake:
    """Run an intake until it is told to stop."""
    intake = Intake(deliveries, handle, slots=slots)
    async with asyncio.timeout(10):
        await intake.run(stop)
    return intake


async def test_every_delivery_has_its_own_task_and_slots_are_respected(connection: MemoryConnection) -> None:
    """At most `slots` are handled at a time, and never more are asked for than are free."""
    running, most, handled, stop = 0, 0, 0, asyncio.Event()

    async def handle(delivery: Delivery) -> None:
        nonlocal running, most, handled
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        handled += 1
        await delivery.ack()
        if handled == 7:
            stop.set()

    deliveries = await facts(connection, 7)
    intake = await run(deliveries, handle, stop, slots=3)

    assert await intake.drain(1.0)
    assert (handled, most) == (7, 3)
    assert max(deliveries.asked) == 3
    assert deliveries.stopped


async def test_what_is_being_handled_goes_on_after_the_stop(connection: MemoryConnection) -> None:
    """A stop ends the taking at once, also while nothing comes; draining waits for the rest, for a while."""
    stop, go, begun = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(delivery: Delivery) -> None:
        begun.set()
        await go.wait()
        await delivery.ack()

    running = asyncio.create_task(run(await facts(connection, 1), handle, stop, slots=2))
    await begun.wait()
    stop.set()
    async with asyncio.timeout(1):
        intake = await running

    assert not await intake.drain(0.01)
    go.set()
    assert await intake.drain(1.0)


async def test_a_bug_of_the_runner_is_not_swallowed(connection: MemoryConnection) -> None:
    """What a runner should have caught ends the intake."""

    async def handle(_delivery: Delivery) -> None:
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        await run(await facts(connection, 2), handle, asyncio.Event(), slots=1)
