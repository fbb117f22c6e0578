"""Streams behind nginx: with what everybody writes first, and with the configuration that we ship.

nginx buffers, compresses and gives up on silence unless it is told otherwise. The gateway tells it, so that an ordinary
`proxy_pass` is enough.
"""

import asyncio
import contextlib
import signal
import statistics
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest

from tests.support.gateway import Reading, Stream
from tests.support.gateway_job import long_script
from tests.support.nginx import KEPT_OPEN, nginx, ordinary_nginx, shipped_nginx
from tests.support.served_job import ServedJob, served_job

LINES = long_script(30).lines
OLD, NEW, SHIPPED = "HTTP/1.0 to the gateway", "HTTP/1.1 to the gateway", "as we ship it"


@contextlib.asynccontextmanager
async def each_way(folder: Path, port: int, *, silence_sec: int = 60) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """Give a client for each way to the gateway: two over HTTP/1.1, and what we ship over HTTP/2 and TLS."""
    folders = [folder / name for name in ("old", "new", "shipped")]
    for one in folders:
        one.mkdir()
    patience = f"proxy_read_timeout {silence_sec}s;"
    async with (
        ordinary_nginx(folders[0], port, more=patience) as old,
        ordinary_nginx(folders[1], port, more=f"{patience} {KEPT_OPEN}") as new,
        shipped_nginx(folders[2], port, silence_sec=silence_sec) as shipped,
        old.client() as by_old,
        new.client() as by_new,
        shipped.client(http2=True) as by_shipped,
    ):
        yield {OLD: by_old, NEW: by_new, SHIPPED: by_shipped}


@contextlib.asynccontextmanager
async def watched(served: ServedJob, clients: Mapping[str, httpx.AsyncClient]) -> AsyncIterator[dict[str, Stream]]:
    """Watch the job each way, from its beginning on."""
    async with contextlib.AsyncExitStack() as opened:
        streams = {way: await opened.enter_async_context(served.watched(client)) for way, client in clients.items()}
        for stream in streams.values():
            await stream.read(control="caught_up")
        yield streams


@pytest.fixture(scope="module", autouse=True)
def _nginx() -> None:
    """Find it, or install it, before any test waits for it."""
    nginx()


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[ServedJob]:
    """Run a gateway."""
    async with served_job(tmp_path) as running:
        yield running


@pytest.fixture
async def clients(served: ServedJob, tmp_path: Path) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """Call the gateway through nginx, each way."""
    async with each_way(tmp_path, served.port) as calling:
        yield calling


async def test_events_arrive_one_by_one(served: ServedJob, clients: dict[str, httpx.AsyncClient]) -> None:
    """Each event is there before the next is written: nothing is kept back to be sent or compressed with more."""
    delays: dict[str, list[float]] = {way: [] for way in clients}

    async def take(way: str, stream: Stream, count: int, since: float) -> None:
        await stream.read(until=count)
        delays[way].append(time.monotonic() - since)

    async with watched(served, clients) as streams:
        for n, line in enumerate(LINES[:20], 1):
            written = time.monotonic()
            await served.job.write([line])
            await asyncio.gather(*(take(way, stream, n, written) for way, stream in streams.items()))
    for way, stream in streams.items():
        reading = stream.reading
        assert reading.headers["content-type"].startswith("text/event-stream"), way
        assert reading.headers["content-encoding"] == "identity", way
        assert [frame.id for frame in reading.events] == [str(seq) for seq in served.job.positions], way
        assert statistics.median(delays[way]) < 0.25, way


async def test_the_end_and_what_comes_behind_it_pass(served: ServedJob, clients: dict[str, httpx.AsyncClient]) -> None:
    """`done` ends the response whole; who comes back at the end gets 204, and in the middle the rest."""
    await served.job.write(LINES)

    async def read(client: httpx.AsyncClient, **headers: str) -> Reading:
        async with served.watched(client, **headers) as stream:
            return await stream.read()

    for way, client in clients.items():
        whole = await read(client)
        assert whole.events[-1].json["type"] == "done", way
        assert (await read(client, **{"Last-Event-ID": whole.events[-1].id})).status == 204, way
        assert (await read(client, **{"Last-Event-ID": whole.events[9].id})).pairs == whole.pairs[10:], way


async def test_a_drain_passes(served: ServedJob, clients: dict[str, httpx.AsyncClient]) -> None:
    """A gateway that is told to stop says so to viewers behind the proxy, and ends their streams without an error."""
    async with watched(served, clients) as streams:
        served.process.kill(signal.SIGTERM)
        for way, stream in streams.items():
            reading = await stream.read()
            assert [said["type"] for said in reading.controls] == ["caught_up", "drain"], way
    assert await served.process.ended() == 0


async def test_a_viewer_who_leaves_is_noticed(served: ServedJob, clients: dict[str, httpx.AsyncClient]) -> None:
    """The gateway lets go of a stream when the one who reads it behind the proxy has gone; others go on."""
    del clients[SHIPPED]  # httpx takes no HTTP/2 stream back: see `test_a_stream_that_is_let_go_of_ends_alone`
    async with watched(served, clients) as stay:
        for client in clients.values():
            async with served.watched(client) as leaves:
                await leaves.read(control="caught_up")
                await served.has(streams=len(stay) + 1)
            await served.has(streams=len(stay))
        await served.job.write(LINES[:1])
        for stream in stay.values():
            await stream.read(until=1)


async def test_a_sign_of_life_keeps_a_silent_stream_open(tmp_path: Path) -> None:
    """A stream on which nothing happens outlives the proxy's patience, as long as this is longer than a heartbeat."""
    async with (
        served_job(tmp_path, HEARTBEAT_SEC="0.5") as served,
        each_way(tmp_path, served.port, silence_sec=2) as clients,
        watched(served, clients) as streams,
    ):
        began = time.monotonic()
        for stream in streams.values():
            await stream.read_heartbeats(6)
        assert time.monotonic() - began > 2.5
        await served.job.write(LINES[:1])
        for stream in streams.values():
            await stream.read(until=1)


async def test_without_a_sign_of_life_the_proxy_gives_up(served: ServedJob, tmp_path: Path) -> None:
    """The patience that heartbeats are tested against is real."""
    async with each_way(tmp_path, served.port, silence_sec=1) as clients, watched(served, clients) as streams:
        for stream in streams.values():
            with contextlib.suppress(httpx.RemoteProtocolError):
                await asyncio.wait_for(stream.read(until=1), 5)
        await served.has(streams=0)
