"""Both adapters of the log's ports, and what tests of queues repeat."""

import asyncio
from typing import Protocol

import nats

from contracts.ids import JobId
from contracts.work import WorkItem
from eventlog import Connection, Deliveries, Delivery, LogSettings, connect
from eventlog.memory import MemoryConnection, MemoryServer
from tests.support.nats_server import NatsServer


class Backend(Protocol):
    """Something that connections can be opened to; all of a test's connections see the same."""

    async def connect(self, **settings: object) -> Connection:
        """Open a connection with some settings that are not the default."""
        ...

    async def store_work(self, subject: str, data: bytes) -> None:
        """Store what no port of ours would: work that is none."""
        ...


class JetStreamBackend:
    """A nats-server of the test's own."""

    def __init__(self, server: NatsServer) -> None:
        self._server = server

    async def connect(self, **settings: object) -> Connection:
        """See `Backend.connect`."""
        return await connect(LogSettings(url=self._server.url, **settings))  # type: ignore[arg-type]

    async def store_work(self, subject: str, data: bytes) -> None:
        """See `Backend.store_work`."""
        client = await nats.connect(self._server.url)
        await client.jetstream().publish(subject, data)
        await client.close()


class MemoryBackend:
    """The twin; its server is made with the settings of the first connection."""

    def __init__(self) -> None:
        self._server: MemoryServer | None = None

    async def connect(self, **settings: object) -> Connection:
        """See `Backend.connect`."""
        self._server = self._server or MemoryServer(LogSettings(**settings))  # type: ignore[arg-type]
        return MemoryConnection(self._server)

    async def store_work(self, subject: str, data: bytes) -> None:
        """See `Backend.store_work`."""
        assert self._server is not None
        self._server.work.append(subject, data)


def work_item(job: JobId, step: str, attempt: int = 1) -> WorkItem:
    """Describe a piece of work."""
    return WorkItem(
        job_id=job,
        revision=1,
        step=step,
        attempt=attempt,
        refs={},
        started_at="2026-11-22T20:00:00.000Z",
        deadline_sec=30,
    )


async def fetch_some(deliveries: Deliveries, slots: int = 1) -> list[Delivery]:
    """Fetch until something comes: a fetch that found nothing is normal."""
    async with asyncio.timeout(30):
        while True:
            if found := await deliveries.fetch(slots):
                return found
