"""The contenders: each a server on a core of its own, and a way to publish to a topic of it."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from bench.peers.environment import PEERS, peer_python, redis_server
from contracts import subjects
from contracts.events import Insight, InsightEvent, encode_event, timestamp_of
from contracts.ids import parse_job_id
from eventlog import LogSettings, connect
from tests.support.nats_server import free_port, nats_server

SERVER_CORE = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that viewers watch: where, and how the n-th event is published to it."""

    path: str
    headers: tuple[str, ...]
    publish: Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server."""

    name: str
    port: int
    pid: int
    new_topic: Callable[[], Awaitable[Topic]]

    def cpu_sec(self) -> float:
        """Give the CPU time that the server has spent so far, in seconds."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


def event(job_id: str, n: int) -> bytes:
    """Make the n-th event: about 300 bytes on the wire, with the moment of its publication in it."""
    return encode_event(
        InsightEvent(
            timestamp=timestamp_of(datetime.now(UTC)),
            id=f"bench:{n}",
            job_id=job_id,
            data=Insight(
                id=f"bench-{n}",
                category="requirement",
                importance="high",
                message=f"@t={time.time_ns() // 1000}@ Must have: driving licence of class C",
            ),
        )
    )


async def publish_steadily(topic: Topic, rate: float, seconds: float) -> int:
    """Publish at a rate, pipelining what is due; returns how many events were published."""
    began, sent = time.perf_counter(), 0
    pending: set[asyncio.Future[object]] = set()
    while (passed := time.perf_counter() - began) < seconds:
        while sent < int(passed * rate) + 1:
            pending.add(asyncio.ensure_future(topic.publish(sent)))
            sent += 1
        await asyncio.sleep(min(1 / rate, 0.005))
        pending = {publishing for publishing in pending if not publishing.done()}
    await asyncio.gather(*pending)
    return sent


@contextlib.asynccontextmanager
async def running(command: list[str], environment: Mapping[str, str], port: int) -> AsyncIterator[int]:
    """Run a server on its core until it is no longer wanted; gives its process id once it listens."""
    process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
        command,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(process.pid, {SERVER_CORE})
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextlib.asynccontextmanager
async def ours(folder: Path) -> AsyncIterator[Contender]:
    """Run our gateway over a nats-server; a topic is a job that was started and that no pipeline works on."""
    keys = folder / "keys"
    keys.write_text("bench:" + "A" * 43 + "\n")
    store = Path(tempfile.mkdtemp(dir=folder))
    port = free_port()
    async with nats_server(store) as nats, await connect(LogSettings(url=nats.url)) as connection:
        environment = {"PORT": str(port), "NATS_URL": nats.url, "TOKEN_KEYS": str(keys), "LOG_LEVEL": "warning"}
        environment |= {"MAX_STREAMS_PER_JOB": "0", "MAX_STREAMS_PER_TOKEN": "0", "MAX_CONNECTS_PER_SEC": "0"}
        async with running([sys.executable, "-m", "gateway"], environment, port) as pid:

            async def new_topic() -> Topic:
                async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                    body = {"resume_text": "Mara Lindqvist\nNurse", "job_text": "Nurse wanted"}
                    answer = (await client.post("/api/pipeline/start", json=body)).raise_for_status().json()
                job_id = parse_job_id(answer["job_id"])
                return Topic(
                    path=answer["stream_url"],
                    headers=(f"Authorization: Bearer {answer['access_token']}",),
                    publish=lambda n: connection.log.append(subjects.events(job_id), event(job_id, n)),
                )

            yield Contender("resume-optimizer gateway", port, pid, new_topic)


@contextlib.asynccontextmanager
async def sse_starlette(folder: Path) -> AsyncIterator[Contender]:
    """Run FastAPI + sse-starlette over Redis."""
    port, redis_port = free_port(), free_port()
    python = await asyncio.to_thread(peer_python)
    redis = [redis_server(), "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    environment = {"REDIS_URL": f"redis://127.0.0.1:{redis_port}"}
    command = [python, "-m", "uvicorn", "fastapi_redis:app", "--app-dir", str(PEERS), "--port", str(port)]
    publisher = [python, "-u", str(PEERS / "publish_redis.py")]
    async with running(redis, {}, redis_port), running([*command, "--no-access-log"], environment, port) as pid:
        process = await asyncio.create_subprocess_exec(
            *publisher, env=os.environ | environment, stdin=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        feed, topics = process.stdin, iter(range(1_000_000))

        async def new_topic() -> Topic:
            name = f"job-{next(topics)}"

            async def publish(n: int) -> None:
                feed.write(b"%s %d %s\n" % (name.encode(), n, event(name, n)))

            return Topic(path=f"/stream/{name}", headers=(), publish=publish)

        yield Contender("FastAPI + sse-starlette + Redis", port, pid, new_topic)
        feed.close()
        await process.wait()


async def contenders(folder: Path) -> AsyncIterator[Contender]:
    """Start each contender in turn, ours first, and end it before the next."""
    async with ours(folder) as contender:
        yield contender
    async with sse_starlette(folder) as contender:
        yield contender
