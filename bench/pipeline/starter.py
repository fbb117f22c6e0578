"""Starts jobs as an integrator does, over plain NATS, and hears of their ends."""

import asyncio
import time
from types import TracebackType
from typing import Final, Self

import httpx
import msgspec
import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from bench.pipeline.noop import NOOP_6
from contracts import subjects
from contracts.commands import StartCommand, StartedAnswer

_AT_ONCE: Final = 64
"""How many starts may be unanswered."""
_DONE: Final = b'"type":"done"'


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What the server had taken by some moment."""

    messages: int
    """Stored in any stream so far, also what was removed since."""
    received: int
    """Messages of any kind that were sent to the server: requests and acknowledgements as well."""
    log_bytes: int
    """What JOBS and the documents take."""


class Starter:
    """A client of the pipeline's commands."""

    def __init__(self, client: Client, monitoring: str) -> None:
        self._client = client
        self._monitoring = monitoring
        self._body = msgspec.json.encode(StartCommand(resume_text="r", job_text="j", graph=NOOP_6.name))
        self._ended: dict[str, asyncio.Event] = {}

    @classmethod
    async def connect(cls, url: str, monitoring: int) -> Self:
        """Connect, and listen to everything that is told of any job."""
        starter = cls(await nats.connect(url), f"http://127.0.0.1:{monitoring}/varz")
        await starter._client.subscribe("live.*", cb=starter._hear)
        return starter

    async def __aenter__(self) -> Self:
        """Be connected."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        await self._client.close()

    async def idle(self, jobs: int) -> list[float]:
        """Run jobs one behind the other; gives the seconds of each."""
        took = []
        for _ in range(jobs):
            began = time.perf_counter()
            await self._run()
            took.append(time.perf_counter() - began)
        return took

    async def busy(self, jobs: int) -> float:
        """Run jobs all at once; gives the seconds until the last has ended."""
        slots = asyncio.Semaphore(_AT_ONCE)
        began = time.perf_counter()
        await asyncio.gather(*(self._run(slots) for _ in range(jobs)))
        return time.perf_counter() - began

    async def stored(self) -> Stored:
        """Ask the server what it has taken so far."""
        states = {name: (await self._client.jetstream().stream_info(name)).state for name in subjects.STREAMS}
        async with httpx.AsyncClient() as client:
            varz = (await client.get(self._monitoring)).json()
        return Stored(
            messages=sum(state.last_seq for state in states.values()),
            received=varz["in_msgs"],
            log_bytes=states[subjects.JOBS].bytes + states[subjects.DOCUMENTS].bytes,
        )

    async def _run(self, slots: asyncio.Semaphore | None = None) -> None:
        async with slots or asyncio.Semaphore():
            answer = await self._client.request(subjects.command("start"), self._body, timeout=60)
        started = msgspec.json.decode(answer.data, type=StartedAnswer)
        await self._end_of(started.live).wait()
        del self._ended[started.live]

    async def _hear(self, message: Msg) -> None:
        if _DONE in message.data:
            self._end_of(message.subject).set()

    def _end_of(self, live: str) -> asyncio.Event:
        return self._ended.setdefault(live, asyncio.Event())
