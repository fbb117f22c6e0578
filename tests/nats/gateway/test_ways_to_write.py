"""How a stream is written: on the transport or through ASGI, at whose pace, to which HTTP, and for how long."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from litestar.types import Receive

from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_job import WrittenJob, data_of, long_script

LINES = long_script(40).lines


@pytest.fixture(params=["direct", "asgi"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Choose a way: where uvicorn's cycle is not found, streams are written through ASGI."""
    if request.param == "asgi":

        def nothing(_receive: Receive) -> None:
            return None

        monkeypatch.setattr("gateway.stream.response.cycle_of", nothing)
    return str(request.param)


@pytest.mark.usefixtures("way")
async def test_both_ways_say_the_same(gateway: RunningGateway, job: WrittenJob) -> None:
    """History, live events and the end; resumed at every cut; 204 at the end; nothing stays open."""
    await job.write(LINES[:10])
    async with gateway.stream(JOB) as stream:
        await stream.read(control="caught_up")
        await job.write(LINES[10:])
        whole = await stream.read()
    assert [frame.data for frame in whole.events] == data_of(LINES)
    for n in range(0, len(LINES) - 1, 5):
        assert (await gateway.read(JOB, cursor=whole.events[n].id)).pairs == whole.pairs[n + 1 :]
    assert (await gateway.read(JOB, cursor=whole.events[-1].id)).status == 204
    await eventually(lambda: gateway.gateway.lifecycle.streams == 0)


@pytest.mark.usefixtures("way")
async def test_who_leaves_is_noticed_both_ways(gateway: RunningGateway, job: WrittenJob) -> None:
    """A viewer's connection that ends ends its stream, and the job is let go."""
    await job.write(LINES[:3])
    async with gateway.stream(JOB) as stream:
        await stream.read(until=3)
        assert gateway.gateway.lifecycle.streams == 1
    await eventually(lambda: gateway.gateway.lifecycle.streams == 0)
    await eventually(lambda: len(gateway.gateway.jobs) == 0)
    assert gateway.gateway.jobs.streamed.ended == {"left": 1}


@pytest.mark.usefixtures("way")
async def test_a_connection_that_is_old_enough_is_sent_to_come_back(connection: Connection, tmp_path: Path) -> None:
    """It ends with `drain` between four fifths of its age and all of it, and goes on at its cursor without loss."""
    now = 1_800_000_000.0
    async with running_gateway(connection, tmp_path, clock=lambda: now, stream_age_sec=100) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(LINES[:10])
        token = gateway.gateway.tokens.issue(job.job_id, started_at=now)[0]
        async with gateway.stream(JOB, token=token) as stream:
            await stream.read(until=10)
            now += 79
            await job.write(LINES[10:12])
            await stream.read(until=12)
            now += 22
            seen = await stream.read()
        assert seen.controls[-1] == {"type": "drain", "retry_ms": 1000}
        await job.write(LINES[12:])
        async with gateway.stream(JOB, token=token, cursor=seen.reader.cursor) as stream:
            again = await stream.read()
        assert [frame.data for frame in (*seen.events, *again.events)] == data_of(LINES)
        assert gateway.gateway.jobs.streamed.ended == {"aged": 1, "done": 1}


@pytest.mark.parametrize("version", ["1.0", "1.1"])
async def test_a_body_is_framed_as_its_http_has_it(gateway: RunningGateway, job: WrittenJob, version: str) -> None:
    """HTTP/1.1 gets chunks and their end; HTTP/1.0, which knows none, the plain frames until the connection ends."""
    await job.write(LINES)
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(
        f"GET /api/jobs/{JOB}/stream?access_token={gateway.token(JOB)} HTTP/{version}\r\nHost: gateway\r\n\r\n".encode()
    )
    head, _, body = (await asyncio.wait_for(reader.read(), 10)).partition(b"\r\n\r\n")
    writer.close()
    chunked = b"transfer-encoding: chunked" in head.lower()
    assert chunked == (version == "1.1")
    assert b"connection: close" in head.lower()
    assert body.endswith(b"0\r\n\r\n") == chunked
    assert body.startswith(b"id: 0\n") == (not chunked)
    assert body.count(b'"type":"done"') == 1


@pytest.mark.usefixtures("way")
async def test_a_viewer_may_ask_for_its_own_pace(gateway: RunningGateway, job: WrittenJob) -> None:
    """With `hz` what comes meanwhile comes together: few writes, every event, in order."""
    streamed = gateway.gateway.jobs.streamed
    async with gateway.stream(JOB, hz="4") as stream:
        await stream.read(control="caught_up")
        before = streamed.writes
        await job.write(LINES)
        seen = await stream.read()
    assert [frame.data for frame in seen.events] == data_of(LINES)
    assert streamed.writes - before <= 1 + len(LINES) // 4


@pytest.mark.parametrize("hz", ["0", "61", "x", "-1", "1e1", "", "0.9"])
@pytest.mark.usefixtures("job")
async def test_a_pace_that_is_none_is_refused(gateway: RunningGateway, hz: str) -> None:
    """What is no number from 1 to 60 is answered 400, before the stream begins."""
    answer = await gateway.get(f"/api/jobs/{JOB}/stream?hz={hz}", JOB)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_hz")


async def test_without_coalescing_each_event_is_a_write(connection: Connection, tmp_path: Path) -> None:
    """`COALESCE=off`, for measuring: as many writes as events, also when they come at once."""
    async with running_gateway(connection, tmp_path, coalesce="off") as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        async with contextlib.AsyncExitStack() as stack:
            streams = [await stack.enter_async_context(gateway.stream(JOB)) for _ in range(3)]
            for stream in streams:
                await stream.read(control="caught_up")
            streamed = gateway.gateway.jobs.streamed
            writes, events = streamed.writes, streamed.events
            await asyncio.gather(*(job.raw(FILLER % (n, JOB.encode())) for n in range(50)))
            for stream in streams:
                await stream.read(until=50)
            assert (streamed.writes - writes, streamed.events - events) == (150, 150)


FILLER = b'{"type":"filler","timestamp":"2026-11-22T20:00:00Z","id":"acme-%d","job_id":"%b","data":{}}'
