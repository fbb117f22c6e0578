"""A gateway in a process of its own, and one job whose log the test writes: what proxies are put in front of."""

import contextlib
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from contracts.ids import JobId
from eventlog import LogSettings, connect
from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from tests.golden.script import JOB
from tests.support.eventually import found
from tests.support.gateway import KEY, Stream
from tests.support.gateway_job import WrittenJob
from tests.support.nats_server import free_port, nats_server
from tests.support.services import ServiceProcess

STREAM = f"/api/jobs/{JOB}/stream"
_OPEN_STREAMS = re.compile(r"^gateway_open_streams ([0-9.]+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class ServedJob:
    """The running gateway, its job, and the token that opens it."""

    process: ServiceProcess
    port: int
    job: WrittenJob
    token: str

    async def has(self, streams: int) -> None:
        """Wait until the gateway itself says that it has so many viewers."""

        async def look() -> bool | None:
            [value] = _OPEN_STREAMS.findall((await client.get("/metrics")).text)
            return True if float(value) == streams else None

        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
            await found(look, within_sec=5)

    @contextlib.asynccontextmanager
    async def watched(self, client: httpx.AsyncClient, **headers: str) -> AsyncIterator[Stream]:
        """Open a stream as a browser does, which takes what is compressed."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": "gzip, deflate, br", **headers}
        async with client.stream("GET", STREAM, headers=headers) as response:
            yield Stream(response)


@contextlib.asynccontextmanager
async def served_job(folder: Path, **settings: str) -> AsyncIterator[ServedJob]:
    """Run NATS and a gateway over it, which believes proxies on this machine."""
    keys, port = folder / "token-keys", free_port()
    keys.write_text(f"k1:{KEY}\n")
    token, _ = Tokens(read_keys(keys), life_sec=3600).issue(JobId(JOB), started_at=time.time())
    async with nats_server(folder) as server, await connect(LogSettings(url=server.url)) as connection:
        job = WrittenJob(connection.log)
        await job.start()
        environment = {
            "NATS_URL": server.url,
            "PORT": str(port),
            "TOKEN_KEYS": str(keys),
            "TRUSTED_PROXIES": "127.0.0.1",
            "DRAIN_SEC": "1",
            **settings,
        }
        process = await ServiceProcess(folder, "gateway", "gateway", environment=environment).start()
        try:
            yield ServedJob(process=process, port=port, job=job, token=token)
        finally:
            await process.stop()
