"""The contenders: each a server on a core of its own, and topics that viewers watch and the publisher publishes to."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from bench.gateway.events import NUMBER, event_template
from bench.gateway.installation import installation
from bench.gateway.machine import cpu_sec, on_server_core, require_alone
from bench.gateway.programs import Programs
from bench.peers import nginx
from bench.peers.environment import PEERS, peer_python
from tests.support.nats_server import free_port

Name: TypeAlias = Literal["ours", "ours_each", "bare_each", "bare_batch", "fastapi", "litestar", "nchan"]

TITLES: Final[Mapping[Name, str]] = {
    "ours": "this gateway",
    "ours_each": "this gateway, no coalescing",
    "bare_each": "C loop that only writes",
    "bare_batch": "C loop that only writes, coalescing",
    "fastapi": "FastAPI + sse-starlette + Redis",
    "litestar": "Litestar ServerSentEvent",
    "nchan": "nginx + Nchan",
}
_LISTENING_TRIES: Final = 300


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that viewers watch: a line for the load client, and one for the publisher."""

    target: str
    topic: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server."""

    name: Name
    port: int
    pid: int
    broker: int | None
    """The process id of what it has behind it."""
    kind: Literal["nats", "redis", "http"]
    """How it is published to, and where."""
    publish_port: int
    new_topic: Callable[[], Awaitable[Topic]]

    def cpu_sec(self) -> float:
        """Give the CPU time that the server has spent so far; what it has behind it (NATS, Redis) is not counted."""
        return cpu_sec([self.pid])

    def broker_cpu_sec(self) -> float:
        """Give that of what it has behind it; 0 where it has nothing."""
        return 0.0 if self.broker is None else cpu_sec([self.broker])


@contextlib.asynccontextmanager
async def _listening(
    command: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[int]:
    """Run a program until it is no longer wanted; gives its process id once it listens."""
    with (folder / "peers.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
            command, env={**os.environ, **(environment or {})}, stdout=log, stderr=log
        )
    try:
        for _ in range(_LISTENING_TRIES):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended: {(folder / 'peers.log').read_text()[-2000:]}")
            await asyncio.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        await asyncio.to_thread(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:  # a server that waits for its viewers
        process.kill()
        process.wait()


@contextlib.asynccontextmanager
async def _server(command: list[str], port: int, folder: Path, **environment: str) -> AsyncIterator[int]:
    """Run a program on the server's core."""
    async with contextlib.AsyncExitStack() as stack:
        with on_server_core():
            pid = await stack.enter_async_context(_listening(command, port, folder, environment))
        require_alone(port, pid)
        yield pid


@contextlib.asynccontextmanager
async def _ours(folder: Path, name: Name, coalesce: str) -> AsyncIterator[Contender]:
    async with installation(folder) as place, place.gateway({"COALESCE": coalesce}) as gateway:
        await place.lift_limit_of_a_job()

        async def new_topic() -> Topic:
            [job_id] = await place.new_jobs(1)
            return Topic(place.target(job_id), place.topic(job_id))

        yield Contender(name, gateway.port, gateway.pid, place.nats.pid, "nats", place.nats.port, new_topic)


def _topics(watched: str, published: str, *, numbered: bool) -> Callable[[], Awaitable[Topic]]:
    async def new_topic() -> Topic:
        job_id = str(uuid.uuid4())
        event = event_template(job_id)
        said = f"{NUMBER} {event}" if numbered else event
        return Topic(f"{watched}{job_id}", f"{published}{job_id}\t{said}")

    return new_topic


@contextlib.asynccontextmanager
async def _bare(folder: Path, programs: Programs, name: Name, how: str) -> AsyncIterator[Contender]:
    port = free_port()
    async with _server([programs.path("bare"), str(port), how], port, folder) as pid:
        yield Contender(name, port, pid, None, "http", port, _topics("/stream/", "/publish/", numbered=False))


def _uvicorn(app: str, port: int) -> list[str]:
    python = [peer_python(), "-m", "uvicorn", app, "--app-dir", str(PEERS)]
    # The publisher's connection is kept also where a server is so busy that it hears nothing of it for five seconds.
    kept = ["--timeout-keep-alive", "600"]
    return [*python, "--port", str(port), *kept, "--no-access-log", "--log-level", "warning"]


@contextlib.asynccontextmanager
async def _fastapi(folder: Path) -> AsyncIterator[Contender]:
    port, redis_port = free_port(), free_port()
    redis = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    async with (
        _listening(redis, redis_port, folder) as broker,
        _server(_uvicorn("fastapi_redis:app", port), port, folder, REDIS_URL=f"redis://127.0.0.1:{redis_port}") as pid,
    ):
        yield Contender("fastapi", port, pid, broker, "redis", redis_port, _topics("/stream/", "", numbered=True))


@contextlib.asynccontextmanager
async def _litestar(folder: Path) -> AsyncIterator[Contender]:
    port = free_port()
    async with _server(_uvicorn("litestar_channels:app", port), port, folder) as pid:
        yield Contender("litestar", port, pid, None, "http", port, _topics("/stream/", "/publish/", numbered=True))


@contextlib.asynccontextmanager
async def _nchan(folder: Path, program: str, module: str) -> AsyncIterator[Contender]:
    port, prefix = free_port(), folder / "nginx"
    command = [program, "-p", str(prefix), "-c", str(nginx.configured(prefix, module, port))]
    async with _server(command, port, folder) as pid:
        topics = _topics("/stream?id=", "/publish?id=", numbered=False)
        yield Contender("nchan", port, pid, None, "http", port, topics)


def available(programs: Programs, folder: Path, name: Name) -> AbstractAsyncContextManager[Contender] | None:
    """Make a contender that can be entered, None where something that it needs is not installed."""
    match name:
        case "ours":
            return _ours(folder, name, "on")
        case "ours_each":
            return _ours(folder, name, "off")
        case "bare_each" | "bare_batch":
            return _bare(folder, programs, name, name.removeprefix("bare_"))
        case "fastapi":
            return _fastapi(folder) if shutil.which("redis-server") else None
        case "litestar":
            return _litestar(folder)
        case "nchan":
            found = nginx.nginx_with_nchan()
            return None if found is None else _nchan(folder, *found)
