"""A gateway behind nginx: with what everybody writes first, and with the configuration that we ship.

nginx buffers, compresses and gives up on silence unless it is told otherwise. The gateway tells it, so that an ordinary
`proxy_pass` is enough.
"""

import asyncio
import contextlib
import re
import signal
import statistics
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from contracts.ids import JobId
from eventlog import LogSettings, connect
from gateway.access.keys import read_keys
from gateway.access.tokens import Tokens
from tests.golden.script import JOB
from tests.support.eventually import found
from tests.support.gateway import KEY, Stream
from tests.support.gateway_job import WrittenJob, long_script
from tests.support.http2 import Http2Connection
from tests.support.nats_server import free_port, nats_server
from tests.support.nginx import KEPT_OPEN, Proxy, nginx, ordinary_nginx, shipped_nginx
from tests.support.services import ServiceProcess

LINES = long_script(30).lines
STREAM = f"/api/jobs/{JOB}/stream"
SNAPSHOT = f"/api/jobs/{JOB}/snapshot"
GOOD = {"resume_text": "Staff Nurse at Harbour Clinic", "job_text": "Staff nurse wanted for night shifts"}
OPEN_STREAMS = re.compile(r"^gateway_open_streams ([0-9.]+)$", re.MULTILINE)
WAYS = ("HTTP/1.0 to the gateway", "HTTP/1.1 to the gateway", "as we ship it")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A gateway in a process of its own, and a job whose log the test writes."""

    process: ServiceProcess
    port: int
    job: WrittenJob
    token: str

    async def open_streams(self) -> int:
        """Ask the gateway itself how many viewers it has."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as client:
            [value] = OPEN_STREAMS.findall((await client.get("/metrics")).text)
        return int(float(value))

    async def has(self, streams: int) -> None:
        """Wait until the gateway has so many viewers."""

        async def look() -> bool | None:
            return True if await self.open_streams() == streams else None

        await found(look, within_sec=5)

    @contextlib.asynccontextmanager
    async def watching(self, client: httpx.AsyncClient, **headers: str) -> AsyncIterator[Stream]:
        """Open a stream as a browser does, which takes what is compressed."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Encoding": "gzip, deflate, br", **headers}
        async with client.stream("GET", STREAM, headers=headers) as response:
            yield Stream(response)


@contextlib.asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[Served]:
    """Run NATS and a gateway over it."""
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
            yield Served(process=process, port=port, job=job, token=token)
        finally:
            await process.stop()


@contextlib.asynccontextmanager
async def proxied(folder: Path, way: str, port: int, *, silence_sec: int = 60) -> AsyncIterator[Proxy]:
    """Run nginx in front of a gateway."""
    match way:
        case "HTTP/1.0 to the gateway":
            running = ordinary_nginx(folder, port, more=f"proxy_read_timeout {silence_sec}s;")
        case "HTTP/1.1 to the gateway":
            running = ordinary_nginx(folder, port, more=f"proxy_read_timeout {silence_sec}s; {KEPT_OPEN}")
        case _:
            running = shipped_nginx(folder, port, silence_sec=silence_sec)
    async with running as proxy:
        yield proxy


@pytest.fixture(scope="module", autouse=True)
def _nginx() -> None:
    """Find it, or install it, before any test waits for it."""
    nginx()


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Run a gateway."""
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture(params=WAYS)
async def client(request: pytest.FixtureRequest, served: Served, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Call the gateway through nginx, each way."""
    async with (
        proxied(tmp_path, request.param, served.port) as proxy,
        proxy.client(http2=request.param == WAYS[-1]) as calling,
    ):
        yield calling


async def test_events_arrive_one_by_one(served: Served, client: httpx.AsyncClient) -> None:
    """Each event is there before the next is written: nothing is kept back to be sent or compressed with more."""
    delays = []
    async with served.watching(client) as stream:
        reading = await stream.read(control="caught_up")
        for n, line in enumerate(LINES[:20], 1):
            written = time.monotonic()
            await served.job.write([line])
            await stream.read(until=n)
            delays.append(time.monotonic() - written)
    assert reading.status == 200
    assert reading.headers["content-type"].startswith("text/event-stream")
    assert "gzip" not in reading.headers.get("content-encoding", "")
    assert [frame.id for frame in reading.events] == [str(seq) for seq in served.job.positions]
    assert statistics.median(delays) < 0.25


async def test_the_end_and_what_comes_behind_it_pass(served: Served, client: httpx.AsyncClient) -> None:
    """`done` ends the response whole; who comes back at the end gets 204, and in the middle the rest."""
    await served.job.write(LINES)
    async with served.watching(client) as stream:
        whole = await stream.read()
    assert whole.events[-1].json["type"] == "done"
    async with served.watching(client, **{"Last-Event-ID": whole.events[-1].id}) as stream:
        assert (await stream.read()).status == 204
    async with served.watching(client, **{"Last-Event-ID": whole.events[9].id}) as stream:
        assert (await stream.read()).pairs == whole.pairs[10:]


async def test_a_drain_passes(served: Served, client: httpx.AsyncClient) -> None:
    """A gateway that is told to stop says so to viewers behind the proxy, and ends their streams without an error."""
    async with served.watching(client) as stream:
        await stream.read(control="caught_up")
        served.process.kill(signal.SIGTERM)
        reading = await stream.read()
    assert [said["type"] for said in reading.controls] == ["caught_up", "drain"]
    assert await served.process.ended() == 0


@pytest.mark.parametrize("way", WAYS[:-1])
async def test_a_viewer_who_leaves_is_noticed(served: Served, tmp_path: Path, way: str) -> None:
    """The gateway lets go of a stream when the one who reads it behind the proxy has gone; others go on."""
    async with (
        proxied(tmp_path, way, served.port) as proxy,
        proxy.client() as client,
        served.watching(client) as stays,
    ):
        await stays.read(control="caught_up")
        async with served.watching(client) as leaves:
            await leaves.read(control="caught_up")
            await served.has(streams=2)
        await served.has(streams=1)
        await served.job.write(LINES[:1])
        await stays.read(until=1)


async def test_a_stream_that_is_let_go_of_ends_alone(served: Served, tmp_path: Path) -> None:
    """A page that closes one of its streams keeps the HTTP/2 connection: the gateway sees that one end, no other."""
    headers = {"authorization": f"Bearer {served.token}"}
    async with (
        shipped_nginx(tmp_path, served.port) as proxy,
        Http2Connection.open(proxy.port, proxy.trusted) as connection,
    ):
        stays, leaves = await connection.get(STREAM, headers), await connection.get(STREAM, headers)
        for stream in (stays, leaves):
            await connection.read(stream, b"caught_up")
        await served.has(streams=2)
        await connection.leave(leaves)
        await served.has(streams=1)
        await served.job.write(LINES[:1])
        await connection.read(stays, b'"job_status"')
    await served.has(streams=0)


async def test_other_answers_may_be_compressed(served: Served, client: httpx.AsyncClient) -> None:
    """A snapshot that nginx compresses keeps its tag, and a problem its words."""
    await served.job.write(LINES)
    headers = {"Authorization": f"Bearer {served.token}", "Accept-Encoding": "gzip"}
    first = await client.get(SNAPSHOT, headers=headers)
    assert first.headers["content-encoding"] == "gzip"
    assert len(first.json()["events"]) == len(LINES)
    again = await client.get(SNAPSHOT, headers={**headers, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(SNAPSHOT)).json()["code"] == "token_missing"


@pytest.mark.parametrize("way", WAYS)
async def test_a_sign_of_life_keeps_a_silent_stream_open(tmp_path: Path, way: str) -> None:
    """A stream on which nothing happens outlives the proxy's patience, as long as this is longer than a heartbeat."""
    async with (
        serving(tmp_path, HEARTBEAT_SEC="0.5") as served,
        proxied(tmp_path, way, served.port, silence_sec=2) as proxy,
        proxy.client(http2=way == WAYS[-1]) as client,
        served.watching(client) as stream,
    ):
        await stream.read(control="caught_up")
        began = time.monotonic()
        await stream.read_heartbeats(6)
        assert time.monotonic() - began > 2.5
        await served.job.write(LINES[:1])
        assert len((await stream.read(until=1)).events) == 1


async def test_without_a_sign_of_life_the_proxy_gives_up(served: Served, tmp_path: Path) -> None:
    """The patience that heartbeats are tested against is real."""
    async with (
        proxied(tmp_path, WAYS[0], served.port, silence_sec=1) as proxy,
        proxy.client() as client,
        served.watching(client) as stream,
    ):
        await stream.read(control="caught_up")
        with contextlib.suppress(httpx.RemoteProtocolError):
            await asyncio.wait_for(stream.read(until=1), 5)
    await served.has(streams=0)


async def test_many_streams_share_one_connection(served: Served, tmp_path: Path) -> None:
    """With HTTP/2 a page may open fifty streams, where HTTP/1.1 leaves it six: each gets what is said, at once."""
    async with (
        shipped_nginx(tmp_path, served.port) as proxy,
        proxy.client(http2=True) as client,
        contextlib.AsyncExitStack() as opened,
    ):
        streams = [await opened.enter_async_context(served.watching(client)) for _ in range(50)]
        for stream in streams:
            await stream.read(control="caught_up")
        mine = psutil.Process().net_connections("tcp")
        assert sum(one.status == "ESTABLISHED" and one.raddr.port == proxy.port for one in mine) == 1
        await served.job.write(LINES[:3])
        readings = await asyncio.gather(*(stream.read(until=3) for stream in streams))
        assert {tuple(reading.pairs) for reading in readings} == {tuple(readings[0].pairs)}


async def test_pages_may_start_jobs_and_follow_them(served: Served, tmp_path: Path) -> None:
    """With what we ship: a page of the proxy's own origin may call, its cookie is for HTTPS only, and uploads pass."""
    text = b"Staff Nurse at Harbour Clinic\n" * 3000
    big: dict[str, tuple[str | None, bytes]] = {"resume_file": ("a.txt", text), "job_text": (None, b"Nurse wanted")}
    async with shipped_nginx(tmp_path, served.port) as proxy, proxy.client(http2=True) as client:
        started = await client.post("/api/pipeline/start", files=big, headers={"Origin": proxy.url})
        assert started.status_code == 202, started.text
        cookie = started.headers["set-cookie"].lower()
        assert "secure" in cookie
        assert "httponly" in cookie
        async with client.stream("GET", started.json()["stream_url"]) as response:  # by the cookie
            assert (await Stream(response).read(until=1)).events[0].json["type"] == "job_status"
        other = await client.post("/api/pipeline/start", json=GOOD, headers={"Origin": "https://elsewhere.example"})
        assert (other.status_code, other.json()["code"]) == (403, "origin_refused")
        too_large = {**big, "resume_file": ("a.txt", b"x" * (6 * 1024 * 1024))}
        refused = await client.post("/api/pipeline/start", files=too_large)
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


async def test_tokens_in_addresses_pass_and_are_not_logged(served: Served, tmp_path: Path) -> None:
    """What we ship takes an address with many tokens, and its log has no query."""
    address = f"{STREAM}?access_token={served.token}&more={'x' * 9000}"
    async with shipped_nginx(tmp_path, served.port) as proxy:
        async with proxy.client(http2=True) as client, client.stream("GET", address) as response:
            assert (await Stream(response).read(control="caught_up")).status == 200
        await served.has(streams=0)
    logged = (tmp_path / "site.log").read_text()
    assert STREAM in logged
    assert served.token not in logged


async def test_plain_http_is_sent_to_https(served: Served, tmp_path: Path) -> None:
    """What we ship serves nothing in the clear, and says where to go, for calls of every method."""
    async with shipped_nginx(tmp_path, served.port) as proxy, httpx.AsyncClient() as client:
        moved = await client.post(f"http://127.0.0.1:{proxy.plain_port}/api/pipeline/start?x=y", json=GOOD)
    assert (moved.status_code, moved.headers["location"]) == (308, "https://127.0.0.1/api/pipeline/start?x=y")
