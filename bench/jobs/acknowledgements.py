"""How agents keep and settle what was handed to them, heard on the wire: each renewal and each end is a message."""

import asyncio
import itertools
import time
from types import TracebackType
from typing import Final, Self

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from contracts import subjects
from contracts.ids import JobId, StepName

_POSITION: Final = 5
"""Where the position stands in `$JS.ACK.{stream}.{consumer}.{delivered}.{position}.…` of a server without a domain."""
_RENEWED: Final = b"+WPI"
_WITHIN_SEC: Final = 30.0


class Acknowledgements:
    """What the agents of one step say to the server. Moments are of the monotonic clock, in seconds."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._settled: dict[int, asyncio.Future[float]] = {}
        self.renewals: dict[int, list[float]] = {}
        """When the lease of each delivery was renewed, by the position of its work."""

    @classmethod
    async def heard(cls, url: str, step: StepName) -> Self:
        """Connect to a server, and listen."""
        found = cls(await nats.connect(url))
        subject = f"$JS.ACK.{subjects.WORK}.{subjects.agent_consumer(step)}.>"
        await found._client.subscribe(subject, cb=found._hear)
        await found._client.flush()
        return found

    async def __aenter__(self) -> Self:
        """Be connected."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        await self._client.close()

    async def position_of(self, job_id: str) -> int:
        """Find the work of a job that is being done."""
        found = await self._client.jetstream().get_last_msg(subjects.WORK, subjects.work_of_job(JobId(job_id)))
        assert found.seq is not None
        return found.seq

    async def settled_at(self, position: int) -> float:
        """Wait until a piece of work is settled; gives the moment."""
        async with asyncio.timeout(_WITHIN_SEC):
            return await self._end_of(position)

    def late(self, due_sec: float) -> list[float]:
        """Give how much later than due each renewal came, in seconds, counted from the one before it."""
        return [
            max(0.0, after - before - due_sec)
            for moments in self.renewals.values()
            for before, after in itertools.pairwise(moments)
        ]

    async def _hear(self, message: Msg) -> None:
        now, position = time.monotonic(), int(message.subject.split(".")[_POSITION])
        if message.data.startswith(_RENEWED):
            self.renewals.setdefault(position, []).append(now)
        elif not (end := self._end_of(position)).done():
            end.set_result(now)

    def _end_of(self, position: int) -> asyncio.Future[float]:
        return self._settled.setdefault(position, asyncio.get_running_loop().create_future())
