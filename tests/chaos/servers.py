"""The NATS of a chaos run: one server or three, killed and started again on the same ports and stores."""

import asyncio
import contextlib
from pathlib import Path
from typing import Final, Self

import msgspec
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError

from contracts import subjects
from tests.support.nats_server import NatsServer, free_port

_NOBODY_IS_LATE_SEC: Final = 0.3


class _Cluster(msgspec.Struct, frozen=True):
    leader: str = ""


class _Info(msgspec.Struct, frozen=True):
    config: dict[str, object] = {}
    cluster: _Cluster = _Cluster()


class Servers:
    """The nodes, and a connection of the run's own to all of them."""

    def __init__(self, folder: Path, *, nodes: int, sync: str) -> None:
        routes = [free_port() for _ in range(nodes)]
        self.nodes: list[NatsServer] = []
        for number, port in enumerate(routes):
            store = folder / f"nats-{number}"
            store.mkdir(parents=True)
            cluster = _cluster(port, routes) if nodes > 1 else ""
            self.nodes.append(NatsServer(store, sync=sync, more=cluster))
        self.client = Client()

    @property
    def url(self) -> str:
        """All addresses."""
        return ",".join(node.url for node in self.nodes)

    @property
    def replicas(self) -> int:
        """How many copies each stream has."""
        return len(self.nodes)

    async def start(self) -> Self:
        """Start all of them, and wait until JetStream answers."""
        await asyncio.gather(*(node.start() for node in self.nodes))
        self.client = await nats.connect(
            self.url.split(","),
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,
            error_cb=_ignore,
            ping_interval=5,
        )
        async with asyncio.timeout(30):
            while not await self._answers():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.1)
        return self

    async def stop(self) -> None:
        """End all of them."""
        await self.client.close()
        for node in self.nodes:
            node.kill()

    async def kill_one(self, replica: int, lasts_sec: float) -> None:
        """Kill the only node, or the one that leads `JOBS`, and start it again after a while."""
        leader = await self._leader()
        node = next((one for one in self.nodes if one.name == leader), self.nodes[replica % len(self.nodes)])
        node.kill()
        await asyncio.sleep(lasts_sec)
        await node.start()

    async def fill(self, lasts_sec: float) -> None:
        """Take the room of `JOBS` away, and give it back after a while."""
        config = (await self._info()).config
        roomy = config["max_bytes"]
        try:
            await self._update({**config, "max_bytes": 1024})
            await asyncio.sleep(lasts_sec)
        finally:
            await self._update({**config, "max_bytes": roomy})

    async def _leader(self) -> str:
        return (await self._info()).cluster.leader if self.replicas > 1 else ""

    async def _info(self) -> _Info:
        return msgspec.json.decode(await self._ask(f"$JS.API.STREAM.INFO.{subjects.JOBS}", b""), type=_Info)

    async def _update(self, config: dict[str, object]) -> None:
        await self._ask(f"$JS.API.STREAM.UPDATE.{subjects.JOBS}", msgspec.json.encode(config))

    async def _answers(self) -> bool:
        with contextlib.suppress(NatsError, TimeoutError):
            answer = await self.client.request("$JS.API.INFO", b"", timeout=1)
            return b'"error"' not in answer.data
        return False

    async def _ask(self, subject: str, body: bytes) -> bytes:
        """Ask until there is an answer that is no error: other faults may be under way."""
        while True:
            with contextlib.suppress(NatsError, TimeoutError):
                answer = await self.client.request(subject, body, timeout=2)
                if b'"error"' not in answer.data:
                    return answer.data
            await asyncio.sleep(_NOBODY_IS_LATE_SEC)


def _cluster(port: int, routes: list[int]) -> str:
    others = ", ".join(f'"nats://127.0.0.1:{other}"' for other in routes if other != port)
    # Clients know the proxies only: what the servers tell of each other would lead them around these.
    return f"cluster {{ name: chaos, listen: 127.0.0.1:{port}, no_advertise: true, routes: [{others}] }}"


async def _ignore(_error: Exception) -> None:
    """Errors are what a chaos run is made of."""
