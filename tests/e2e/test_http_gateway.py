"""`python -m gateway` as a process: how it starts, what it logs, how it ends."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway.server import listen
from tests.support.gateway import KEY, Stream
from tests.support.nats_server import NatsServer, free_port, nats_server

RESUME = "Jane Roe, jane.roe@example.org\n\nStaff Nurse at Harbour Clinic, 2019 to present"
GOOD = {"resume_text": RESUME, "job_text": "Staff nurse wanted for night shifts"}
EXIT_CONFIGURATION = 78


class Process:
    """A gateway of its own process, whose output is a file."""

    def __init__(self, folder: Path, nats_url: str, **environment: str) -> None:
        keys = folder / "keys"
        keys.write_text(f"k1:{KEY}\n")
        self.port = free_port()
        self.log = folder / "gateway.log"
        self.told, tells = os.pipe()
        self.environment = {
            **os.environ,
            "NATS_URL": nats_url,
            "PORT": str(self.port),
            "TOKEN_KEYS": str(keys),
            "DRAIN_SEC": "1",
            "READY_FD": str(tells),
            **environment,
        }
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "gateway"],
                env=self.environment,
                pass_fds=(tells,),
                stdout=log,
                stderr=log,
            )
        os.close(tells)
        self.client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=20)

    async def ready(self) -> str:
        """Wait until it says that it is ready; give what it said."""
        return await asyncio.to_thread(lambda: os.read(self.told, 100).decode())

    async def ended(self, within_sec: float) -> int:
        """Wait for its end; give its exit status."""
        return await asyncio.to_thread(self.process.wait, within_sec)

    def lines(self) -> list[dict[str, object]]:
        """Read what it logged."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextlib.asynccontextmanager
async def gateway_process(folder: Path, nats_url: str, **environment: str) -> AsyncIterator[Process]:
    """Run a gateway for a while."""
    running = Process(folder, nats_url, **environment)
    try:
        yield running
    finally:
        await running.client.aclose()
        os.close(running.told)
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """Run a nats-server."""
    async with nats_server(tmp_path) as running:
        yield running


async def test_sigterm_ends_open_streams_and_then_the_process(tmp_path: Path, server: NatsServer) -> None:
    """With streams open: each is told to come back, all end within the window, and the process exits with 0."""
    async with gateway_process(tmp_path, server.url) as gateway:
        assert await gateway.ready() == "gateway\n"
        body = (await gateway.client.post("/api/pipeline/start", json=GOOD)).json()
        attached = [asyncio.Event() for _ in range(10)]

        async def view(caught_up: asyncio.Event) -> list[dict[str, object]]:
            headers = {"Authorization": f"Bearer {body['access_token']}"}
            async with gateway.client.stream("GET", body["stream_url"], headers=headers) as response:
                stream = Stream(response)
                await stream.read(control="caught_up")
                caught_up.set()
                return (await stream.read()).controls

        viewers = [asyncio.create_task(view(event)) for event in attached]
        await asyncio.gather(*(event.wait() for event in attached))
        gateway.process.send_signal(signal.SIGTERM)
        controls = await asyncio.wait_for(asyncio.gather(*viewers), 5)
        assert await gateway.ended(5) == 0

    assert all([said["type"] for said in told] == ["caught_up", "drain"] for told in controls)
    ended = [line for line in gateway.lines() if line["event"] == "stream"]
    assert [line["ended"] for line in ended] == ["drained"] * 10


async def test_a_second_signal_ends_it_at_once(tmp_path: Path, server: NatsServer) -> None:
    """Who asks twice does not wait for viewers."""
    async with gateway_process(tmp_path, server.url, DRAIN_SEC="60") as gateway:
        await gateway.ready()
        body = (await gateway.client.post("/api/pipeline/start", json=GOOD)).json()
        async with contextlib.AsyncExitStack() as open_streams:
            responses = [
                await open_streams.enter_async_context(gateway.client.stream("GET", body["stream_url"]))
                for _ in range(80)
            ]
            assert {response.status_code for response in responses} == {200}
            gateway.process.send_signal(signal.SIGINT)
            await Stream(responses[0]).read(control="drain")
            gateway.process.send_signal(signal.SIGINT)
            assert await gateway.ended(5) == 0


async def test_logs_tell_units_of_work_and_no_secrets(tmp_path: Path, server: NatsServer) -> None:
    """One JSON line per request and per stream with job id and duration; no token, no query, no word of a document."""
    async with gateway_process(tmp_path, server.url, LOG_FORMAT="json", LOG_LEVEL="debug") as gateway:
        await gateway.ready()
        started = (await gateway.client.post("/api/pipeline/start", json=GOOD)).json()
        job, token = started["job_id"], started["access_token"]
        gateway.client.cookies.clear()
        async with gateway.client.stream("GET", f"{started['stream_url']}?access_token={token}&x=QUERY") as response:
            await Stream(response).read(until=1)
        for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"job_token={token}"}, {}):
            await gateway.client.get(f"/api/jobs/{job}/snapshot?QUERY", headers=headers)
        await gateway.client.get(f"/api/jobs/{token}/snapshot")
        await gateway.client.get(f"/{token}")
        await gateway.client.post("/api/pipeline/start", json={**GOOD, "job_text": 5})
        gateway.process.terminate()
        assert await gateway.ended(10) == 0

    text = gateway.log.read_text()
    for secret in (token, token.rpartition(".")[2], "QUERY", "Jane", "jane.roe", "nurse wanted", KEY):
        assert secret not in text
    lines = gateway.lines()
    assert all(line["service"] == "gateway" and line["timestamp"] and line["level"] for line in lines)
    (stream,) = [line for line in lines if line["event"] == "stream"]
    assert stream["job_id"] == job
    assert stream["route"] == "/api/jobs/{job_id}/stream"
    assert isinstance(stream["duration_ms"], float)
    requests = [(line["route"], line["status"]) for line in lines if line["event"] == "request"]
    assert requests.count(("/api/jobs/{job_id}/snapshot", 200)) == 2
    assert ("/api/jobs/{job_id}/snapshot", 401) in requests
    assert ("/api/pipeline/start", 400) in requests


async def test_it_waits_for_nats(tmp_path: Path) -> None:
    """Started before NATS, it says nothing and takes no calls; once NATS is there, it is ready."""
    async with nats_server(tmp_path) as server:
        server.kill()
        async with gateway_process(tmp_path, server.url) as gateway:
            ready = asyncio.create_task(gateway.ready())
            await asyncio.wait({ready}, timeout=2)
            assert not ready.done()
            with pytest.raises(httpx.ConnectError):
                await gateway.client.get("/health/ready")
            await server.start()
            assert await asyncio.wait_for(ready, 20) == "gateway\n"
            assert (await gateway.client.get("/health/ready")).status_code == 200


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TOKEN_KEYS": ""}, "TOKEN_KEYS is not set"),
        ({"TOKEN_KEYS": "/nowhere/keys"}, "/nowhere/keys cannot be read"),
        ({"PORT": "many"}, "PORT"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        ({"HOST": "192.0.2.1"}, "192.0.2.1"),
    ],
    ids=["no keys", "no such file", "no port", "no level", "not our address"],
)
async def test_it_refuses_to_start_wrongly(
    tmp_path: Path, server: NatsServer, environment: dict[str, str], sentence: str
) -> None:
    """A setting that is missing or wrong is one sentence and exit status 78, never a traceback."""
    async with gateway_process(tmp_path, server.url, **environment) as gateway:
        assert await gateway.ended(20) == EXIT_CONFIGURATION
    said = gateway.log.read_text()
    assert sentence in said
    assert said.startswith("gateway: ")
    assert said.count("\n") == 1


async def test_a_taken_port_is_said_so(tmp_path: Path, server: NatsServer) -> None:
    """Before anything else is done: the address, and what to set."""
    with listen("127.0.0.1", 0, patience_sec=30) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        async with gateway_process(tmp_path, server.url, PORT=port) as gateway:
            assert await gateway.ended(20) == EXIT_CONFIGURATION
    assert f"127.0.0.1:{port}" in gateway.log.read_text()
    assert "PORT" in gateway.log.read_text()
