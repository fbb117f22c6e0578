"""Our gateway as it is run: over a nats-server of its own, with jobs that no pipeline works on."""

import asyncio
import contextlib
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import nats
from nats.js.api import StreamState

from bench.gateway.events import event_template
from bench.gateway.machine import cpu_sec, on_server_core, require_alone
from bench.gateway.watched import Inside
from contracts import subjects
from contracts.control import DEFAULT_GRAPH, Start, encode_control
from contracts.events import JobStatus, JobStatusEvent, encode_event, timestamp_of
from contracts.ids import JobId, new_job_id
from eventlog import Connection, LogSettings, connect
from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from tests.support.nats_server import NatsServer, free_port, nats_server
from tests.support.services import ServiceProcess

_LIFE_SEC = 24 * 3600.0
_AT_ONCE = 200
_INSIDE_SEC = 10
WATCHED = "bench.gateway.watched"
"""The main module of a gateway that can be looked into."""
SETTINGS = {
    "LOG_LEVEL": "warning",
    "MAX_STREAMS": "0",
    "MAX_STREAMS_PER_JOB": "0",
    "MAX_STREAMS_PER_TOKEN": "0",
    "MAX_STREAMS_PER_ADDRESS": "0",
    "MAX_CONNECTS_PER_SEC": "0",
    "STREAM_AGE_SEC": "0",
}
"""How every gateway here is run: thousands come at once from one address with one token, and stay."""


class RunningGateway:
    """One process, and what it says of itself."""

    def __init__(self, process: ServiceProcess, port: int, inside: Path) -> None:
        self.process = process
        self.port = port
        self._inside = inside

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    async def start(self, *, wait: bool = True) -> None:
        """Start it, or start it again, on the server's core."""
        with on_server_core():
            await self.process.start(wait=wait)
        if wait:
            require_alone(self.port, self.pid)

    def cpu_sec(self) -> float:
        """Give the CPU time that it has spent since it was started last, in seconds."""
        return cpu_sec([self.pid])

    async def inside(self) -> Inside:
        """Ask a process that can be looked into for what it holds."""
        self._inside.unlink(missing_ok=True)
        self.process.kill(signal.SIGUSR1)
        async with asyncio.timeout(_INSIDE_SEC):
            while not self._inside.exists():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
        return msgspec.json.decode(self._inside.read_bytes(), type=Inside)

    async def metric(self, name: str) -> float:
        """Read one of its metrics, all labels added up."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
            lines = (await client.get("/metrics")).raise_for_status().text.splitlines()
        found = [float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0].split(" ")[0] == name]
        if not found:
            raise RuntimeError(f"the gateway has no metric {name}")
        return sum(found)


class Installation:
    """A nats-server, and gateways over it."""

    def __init__(self, folder: Path, nats_server: NatsServer, connection: Connection) -> None:
        self.nats = nats_server
        self.connection = connection
        self._folder = folder
        self._keys = folder / "keys"
        self._keys.write_text("bench:" + "A" * 43 + "\n")
        self._tokens = Tokens(read_keys(self._keys), life_sec=_LIFE_SEC)

    @contextlib.asynccontextmanager
    async def gateway(
        self,
        environment: Mapping[str, str] | None = None,
        *,
        nats_port: int | None = None,
        main: str = "gateway",
    ) -> AsyncIterator[RunningGateway]:
        """Run a gateway on the server's core.

        Args:
            environment: Settings of its own.
            nats_port: Where it finds NATS, if not at the server itself.
            main: The module that is started.
        """
        port = free_port()
        inside = self._folder / f"inside-{port}"
        settings = {
            "BENCH_INSIDE": str(inside),
            "PORT": str(port),
            "NATS_URL": f"nats://127.0.0.1:{nats_port or self.nats.port}",
            "TOKEN_KEYS": str(self._keys),
            **SETTINGS,
            **(environment or {}),
        }
        gateway = RunningGateway(
            ServiceProcess(self._folder, f"gateway-{port}", main, environment=settings), port, inside
        )
        try:
            await gateway.start()
            yield gateway
        finally:
            await gateway.process.stop()

    async def new_jobs(self, count: int) -> list[JobId]:
        """Start jobs as a gateway does: the fact that each exists, and its first event."""
        jobs = [new_job_id() for _ in range(count)]
        for first in range(0, count, _AT_ONCE):
            await asyncio.gather(*map(self._start, jobs[first : first + _AT_ONCE]))
        return jobs

    async def _start(self, job_id: JobId) -> None:
        start = Start(job_id=job_id, body_hash="0" * 64, documents={}, graph=DEFAULT_GRAPH)
        fact = await self.connection.log.append(subjects.control(job_id), encode_control(start), expected_last=0)
        started = JobStatusEvent(
            timestamp=timestamp_of(datetime.now(UTC)),
            id=f"{fact.seq}.1",
            job_id=job_id,
            data=JobStatus(status="started", revision=1),
        )
        await self.connection.log.append(subjects.status(job_id), encode_event(started), expected_last=0)

    def authorization(self, job_id: JobId) -> str:
        """Give the header that opens a job."""
        return f"Authorization: Bearer {self._tokens.issue(job_id, started_at=time.time())[0]}"

    def target(self, job_id: JobId) -> str:
        """Give what a viewer of the load client watches."""
        return f"/api/jobs/{job_id}/stream\t{self.authorization(job_id)}"

    def topic(self, job_id: JobId) -> str:
        """Give what the publisher publishes to."""
        return f"{subjects.events(job_id)}\t{event_template(job_id)}"

    def targets(self, jobs: Sequence[JobId]) -> list[str]:
        """Give all of them."""
        return [self.target(job_id) for job_id in jobs]

    def topics(self, jobs: Sequence[JobId]) -> list[str]:
        """Give all of them."""
        return [self.topic(job_id) for job_id in jobs]

    async def lift_limit_of_a_job(self, messages: int = 10_000_000) -> None:
        """Let one job's log hold more than 10,000 events: a rate that is kept up for ten seconds may need them."""
        client = await nats.connect(self.nats.url)
        stream = client.jetstream()
        config = (await stream.stream_info(subjects.JOBS)).config
        config.max_msgs_per_subject = messages
        await stream.update_stream(config)
        await client.close()

    async def messages(self) -> int:
        """Count the messages of the stream of jobs."""
        return (await self._jobs_state()).messages

    async def consumers(self) -> int:
        """Count its consumers."""
        return (await self._jobs_state()).consumer_count

    async def _jobs_state(self) -> StreamState:
        client = await nats.connect(self.nats.url)
        state = (await client.jetstream().stream_info(subjects.JOBS)).state
        await client.close()
        return state


@contextlib.asynccontextmanager
async def installation(folder: Path, *, more: str = "") -> AsyncIterator[Installation]:
    """Run a nats-server in a new folder within this one, with nothing in it, and with more lines of configuration."""
    store = Path(tempfile.mkdtemp(dir=folder))
    async with nats_server(store, more=more) as server, await connect(LogSettings(url=server.url)) as connection:
        yield Installation(store, server, connection)
