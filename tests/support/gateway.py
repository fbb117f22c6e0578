"""A gateway for tests: the real application in the real server, in the test's own event loop, on a port of its own."""

import asyncio
import base64
import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from contracts.ids import JobId
from eventlog import Connection
from gateway.app import Gateway
from gateway.server import GatewayServer, listen
from gateway.settings import GatewaySettings
from tests.support.sse import Frame, SseReader

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
RETENTION_SEC = 7 * 24 * 3600.0
QUICK = {"drain_sec": 0.2, "linger_sec": 0.2, "heartbeat_sec": 15.0}


@dataclasses.dataclass(slots=True)
class Reading:
    """A stream as one connection gave it."""

    status: int
    headers: httpx.Headers
    frames: list[Frame]
    reader: SseReader
    raw: bytes

    @property
    def events(self) -> list[Frame]:
        """The data frames of stored events: neither control frames nor heartbeats."""
        return _events(self.frames)

    @property
    def standing(self) -> list[Frame]:
        """The events since the last `reset`: what a reader who minds it takes for true."""
        resets = [
            n for n, frame in enumerate(self.frames) if frame.event == "control" and frame.json["type"] == "reset"
        ]
        return _events(self.frames[resets[-1] :] if resets else self.frames)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Ids and data of the events: what two streams are compared by."""
        return [(frame.id, frame.data) for frame in self.events]

    @property
    def controls(self) -> list[dict[str, Any]]:
        """What the control frames said."""
        return [frame.json for frame in self.frames if frame.event == "control"]

    @property
    def heartbeats(self) -> list[Frame]:
        """The signs of life."""
        return [frame for frame in self.frames if frame.event == "message" and frame.json["type"] == "heartbeat"]


def _events(frames: list[Frame]) -> list[Frame]:
    return [frame for frame in frames if frame.event == "message" and frame.json["type"] != "heartbeat"]


class Stream:
    """An open stream that a test reads as it goes."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._pieces = response.aiter_raw()
        self._rest = b""
        self.reading = Reading(response.status_code, response.headers, [], SseReader(), b"")

    async def read(self, until: int | None = None, *, control: str | None = None) -> Reading:
        """Read to the end, or until so many events, or until a control frame of a type."""
        while not self._satisfied(until, control):
            try:
                piece = await anext(self._pieces)
            except StopAsyncIteration:
                break
            self._take(piece)
        return self.reading

    async def read_heartbeats(self, count: int) -> Reading:
        """Read until so many signs of life came."""
        while len(self.reading.heartbeats) < count:
            self._take(await anext(self._pieces))
        return self.reading

    def _satisfied(self, until: int | None, control: str | None) -> bool:
        if control is not None:
            return any(said["type"] == control for said in self.reading.controls)
        return until is not None and len(self.reading.events) >= until

    def _take(self, piece: bytes) -> None:
        self.reading.raw += piece
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            frame = self.reading.reader.feed(line.decode())
            if frame is not None:
                self.reading.frames.append(frame)


@dataclasses.dataclass(slots=True)
class RunningGateway:
    """A gateway that answers."""

    gateway: Gateway
    server: GatewayServer
    client: httpx.AsyncClient
    port: int
    serving: asyncio.Task[None]

    def token(self, job_id: str) -> str:
        """Sign a token for a job."""
        return self.gateway.tokens.issue(JobId(job_id), started_at=time.time())[0]

    @contextlib.asynccontextmanager
    async def stream(
        self, job_id: str, *, cursor: str | int | None = None, token: str | None = None, **query: str
    ) -> AsyncIterator[Stream]:
        """Open a stream; `cursor` goes into `Last-Event-ID`."""
        headers = {"Authorization": f"Bearer {token or self.token(job_id)}"}
        if cursor is not None:
            headers["Last-Event-ID"] = str(cursor)
        async with self.client.stream("GET", f"/api/jobs/{job_id}/stream", headers=headers, params=query) as response:
            if response.status_code not in {200, 204}:
                await response.aread()
            yield Stream(response)

    async def read(
        self, job_id: str, *, cursor: str | int | None = None, until: int | None = None, **query: str
    ) -> Reading:
        """Read a stream to its end, or until so many events."""
        async with self.stream(job_id, cursor=cursor, **query) as stream:
            return await stream.read(until)

    async def get(self, path: str, job_id: str | None = None, **headers: str) -> httpx.Response:
        """Get a path, with the token of a job if one is named."""
        if job_id is not None:
            headers["Authorization"] = f"Bearer {self.token(job_id)}"
        return await self.client.get(path, headers=headers)

    async def snapshot(self, job_id: str) -> dict[str, Any]:
        """Get a job's snapshot."""
        answer = await self.get(f"/api/jobs/{job_id}/snapshot", job_id)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=dict[str, Any])


async def eventually(condition: Callable[[], bool], *, within_sec: float = 5.0) -> None:
    """Wait until a condition holds that no event tells of.

    Raises:
        TimeoutError: It did not in time.
    """
    async with asyncio.timeout(within_sec):
        while not condition():  # noqa: ASYNC110 - what is waited for lies in another part of the program
            await asyncio.sleep(0.01)


def gateway_settings(folder: Path, **settings: Any) -> GatewaySettings:  # noqa: ANN401 - settings of many types
    """Make settings with a key file in a folder."""
    keys = folder / "token-keys"
    keys.write_text(f"k1:{KEY}\n")
    return msgspec.convert(
        {**QUICK, "token_keys": str(keys), "static_dir": str(folder / "dist"), **settings}, GatewaySettings
    )


@contextlib.asynccontextmanager
async def running_gateway(
    connection: Connection,
    folder: Path,
    *,
    clock: Callable[[], float] = time.time,
    **settings: Any,  # noqa: ANN401 - settings of many types
) -> AsyncIterator[RunningGateway]:
    """Run a gateway for a while, and end it as SIGTERM does."""
    with listen("127.0.0.1", 0, patience_sec=30) as listener:
        gateway = Gateway(gateway_settings(folder, **settings), connection, retention_sec=RETENTION_SEC, clock=clock)
        started = asyncio.Event()
        server = GatewayServer(gateway, started.set)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await started.wait()
        port = int(listener.getsockname()[1])
        limits = httpx.Limits(max_connections=None)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as client:
                yield RunningGateway(gateway, server, client, port, serving)
        finally:
            if not serving.done():
                server.stop()
            await serving
            await gateway.close()
