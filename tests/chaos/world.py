"""Two pipelines and two processes of agents over a nats-server, driven step by step from a test that is not async."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import msgspec
import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

from contracts import subjects
from contracts.work import WorkItem, decode_work
from eventlog import Connection, Jobs, LogSettings, connect
from tests.chaos.agents import CHAOS, PATHS
from tests.chaos.plan import LEASE_SEC, REPLICAS
from tests.chaos.system import Member
from tests.support.nats_server import NatsServer

T = TypeVar("T")
DEDUPE_SEC: Final = 0.5


class World:
    """The processes, each started again when it ends, and a connection of the test's own.

    Time passes for the supervisors only while something is done through `do`.
    """

    connection: Connection
    jobs: Jobs

    def __init__(self, folder: Path) -> None:
        self.published: deque[WorkItem] = deque(maxlen=20)
        """The work that the pipelines published last."""
        self.members: list[Member] = []
        self._folder = folder
        self._server = NatsServer(folder)
        self._client = Client()
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        """Start everything."""
        self.connection = self.do(self._start())
        self.jobs = Jobs(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End everything."""
        self.do(self._stop())
        self._runner.close()

    def do(self, wanted: Coroutine[Any, Any, T]) -> T:
        """Let everybody go on until something is done."""
        return self._runner.run(wanted)

    async def _start(self) -> Connection:
        await self._server.start()
        graphs = self._folder / "graphs.json"
        graphs.write_bytes(msgspec.json.encode([CHAOS]))
        environment = {
            "NATS_URL": self._server.url,
            "LEASE": str(LEASE_SEC),
            "DEDUPE_WINDOW": str(DEDUPE_SEC),
            "GRAPHS_FILE": str(graphs),
            "GRACE": "0.5",
            "AGENT_SLOTS": "8",
        }
        agents = ["agents", *(f"{step}={path}" for step, path in PATHS.items())]
        for n in range(REPLICAS):
            for words in (["pipeline"], agents):
                self.members.append(Member(f"{words[0]}-{n}", words, environment, self._folder))
        for member in self.members:
            member.supervise()
        async with asyncio.timeout(60):
            await asyncio.gather(*(member.ready.wait() for member in self.members))
        self._client = await nats.connect(self._server.url)
        await self._client.subscribe(subjects.ALL_WORK, cb=self._note)
        await self._client.flush()
        return await connect(LogSettings(url=self._server.url, lease_sec=LEASE_SEC, dedupe_window_sec=DEDUPE_SEC))

    async def _stop(self) -> None:
        await asyncio.gather(*(member.end() for member in self.members))
        await self._client.close()
        await self.connection.close()
        self._server.kill()

    async def _note(self, message: Msg) -> None:
        self.published.append(decode_work(message.data))
