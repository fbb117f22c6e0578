"""Connections that are slow, half dead, too late or in the way of a drain: nobody else notices, and nothing stays."""

import asyncio
import contextlib
import gc
import socket
import struct
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, cast

import httpx
import nats
import pytest
from typing_extensions import override

from contracts.ids import JobId, new_job_id
from eventlog import Connection, StoredMessage
from gateway.stream.direct import DirectStream
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_faults import FaultyConnection, FaultyLog, arrives
from tests.support.gateway_job import WrittenJob, data_of, long_script
from tests.support.nats_server import NatsServer

TCP_REPAIR: Final = 19
"""Of linux/tcp.h: a socket that is closed in this mode says nothing."""


@contextlib.asynccontextmanager
async def unread_stream(gateway: RunningGateway, *, buffer_bytes: int = 4096) -> AsyncIterator[socket.socket]:
    """Ask for a stream over a connection that takes little, and read nothing of it."""
    loop = asyncio.get_running_loop()
    with socket.socket() as viewer:
        viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        viewer.setblocking(False)  # noqa: FBT003 - as the standard library has it
        await loop.sock_connect(viewer, ("127.0.0.1", gateway.port))
        request = (
            f"GET /api/jobs/{JOB}/stream HTTP/1.1\r\nHost: 127.0.0.1:{gateway.port}\r\n"
            f"Authorization: Bearer {gateway.token(JOB)}\r\n\r\n"
        )
        await loop.sock_sendall(viewer, request.encode())
        yield viewer


async def test_a_slow_viewer_slows_nobody_and_is_dropped(connection: Connection, tmp_path: Path) -> None:
    """A viewer that takes nothing is dropped after the patience; others get all of it meanwhile, and it may resume."""
    lines = long_script(60).lines
    async with running_gateway(connection, tmp_path, send_patience_sec=1.0) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(lines[:5])
        filler = b'{"type":"filler","timestamp":"2026-11-22T20:00:00Z","id":"acme-%d","job_id":"%b","data":{"x":"%b"}}'
        async with unread_stream(gateway) as slow:
            await eventually(lambda: gateway.gateway.lifecycle.streams == 1)
            other = asyncio.create_task(gateway.read(JOB))
            for n in range(200):  # 10 MB: more than all buffers between us hold
                await job.raw(filler % (n, JOB.encode(), b"y" * 50_000))
            await job.write(lines[5:])
            seen = await asyncio.wait_for(other, 30)
            await eventually(lambda: gateway.gateway.lifecycle.streams == 0, within_sec=10)
            assert len(seen.events) == len(lines) + 200
            with contextlib.suppress(ConnectionResetError):
                received = b""
                while piece := await asyncio.wait_for(asyncio.get_running_loop().sock_recv(slow, 1 << 20), 5):
                    received += piece
                assert b'"done"' not in received  # dropped with what it had not taken, not sent to the end
        again = await gateway.read(JOB, cursor=seen.events[100].id)
        assert again.pairs == seen.pairs[101:]


async def test_an_idle_connection_is_kept_as_long_as_it_is_said(connection: Connection, tmp_path: Path) -> None:
    """A proxy that ends its idle connections earlier than KEEP_ALIVE_SEC never sends on one that is being closed."""
    async with running_gateway(connection, tmp_path, keep_alive_sec=0.3) as gateway:
        reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        answered = asyncio.get_running_loop().time()
        await asyncio.wait_for(reader.read(), 4)  # sooner than uvicorn would by itself
        assert asyncio.get_running_loop().time() - answered >= 0.2
        writer.close()


async def test_a_viewer_who_leaves_is_forgotten(connection: Connection, tmp_path: Path) -> None:
    """When the last viewer has gone, nothing of the job stays: no stream, no task, no subscription, no log."""
    async with running_gateway(connection, tmp_path, linger_sec=0.1) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:5])
        await (await gateway.client.get("/health/live")).aread()
        tasks = len(asyncio.all_tasks())
        subscriptions = len(connection.log._live._subs)  # type: ignore[attr-defined] # noqa: SLF001
        for _ in range(20):
            async with gateway.stream(JOB) as stream:
                await stream.read(control="caught_up")
                assert gateway.gateway.lifecycle.streams >= 1
        await eventually(lambda: gateway.gateway.lifecycle.streams == 0)
        await eventually(lambda: len(gateway.gateway.jobs) == 0)
        await eventually(lambda: len(asyncio.all_tasks()) <= tasks)
        assert len(connection.log._live._subs) == subscriptions  # type: ignore[attr-defined] # noqa: SLF001


async def test_a_log_that_was_let_go_is_no_garbage(connection: Connection, tmp_path: Path) -> None:
    """Its memory is free at once, without the collector, which looks seldom: thousands of jobs come and go."""
    async with running_gateway(connection, tmp_path, linger_sec=0.1) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:5])
        gc.collect()
        gc.disable()
        try:
            async with gateway.stream(JOB) as stream:
                await stream.read(control="caught_up")
                held = weakref.ref(gateway.gateway.jobs._logs[JobId(JOB)])  # noqa: SLF001
            await eventually(lambda: held() is None)
        finally:
            gc.enable()


async def test_a_half_open_connection_is_found_by_the_heartbeat(connection: Connection, tmp_path: Path) -> None:
    """A peer that went without a word, as a machine that lost its power, is found when a heartbeat is not answered."""
    async with running_gateway(connection, tmp_path, heartbeat_sec=0.3) as gateway:
        await WrittenJob(connection.log).start()
        async with unread_stream(gateway) as viewer:
            await eventually(lambda: gateway.gateway.lifecycle.streams == 1)
            [stream] = gateway.gateway.lifecycle._streams  # noqa: SLF001
            theirs = cast("DirectStream", stream)._transport.get_extra_info("socket")  # noqa: SLF001
            assert theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
            vanish(viewer)
            await eventually(lambda: gateway.gateway.lifecycle.streams == 0)
        assert gateway.gateway.jobs.streamed.ended == {"left": 1}


def vanish(viewer: socket.socket) -> None:
    """Close a connection without telling the other end, where we may; else rudely."""
    with contextlib.suppress(PermissionError):
        viewer.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    viewer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    viewer.close()


async def test_leaving_cancels_nothing(gateway: RunningGateway, job: WrittenJob) -> None:
    """A viewer who leaves has written nothing: the job goes on as it was."""
    lines = long_script(20).lines
    await job.write(lines[:8])
    before = await job.log.read("*.*.*")
    async with gateway.stream(JOB) as stream:
        await stream.read(until=8)
    assert await job.log.read("*.*.*") == before


async def test_viewers_leave_no_consumers(server: NatsServer, gateway: RunningGateway, job: WrittenJob) -> None:
    """Neither viewers nor replays are consumers on the server."""
    await job.write(long_script(30).lines)
    for _ in range(3):
        await gateway.read(JOB)
        await gateway.snapshot(JOB)
    client = await nats.connect(server.url)
    info = await client.jetstream().stream_info("JOBS")
    await client.close()
    assert info.state.consumer_count == 0


async def test_attaching_is_done_once_however_many_ask(gateway: RunningGateway) -> None:
    """Unknown jobs are asked for in vain by many at once, and leave nothing behind."""
    jobs = [new_job_id() for _ in range(5)]
    answers = await asyncio.gather(*(gateway.get(f"/api/jobs/{job}/stream", job) for job in jobs * 10))
    assert {answer.status_code for answer in answers} == {404}
    assert len(gateway.gateway.jobs) == 0


async def test_a_drain_tells_viewers_and_lets_them_go_in_waves(connection: Connection, tmp_path: Path) -> None:
    """At the end of a gateway every viewer is told when to come back, with a jitter, and sent away in some order."""
    async with running_gateway(connection, tmp_path, drain_sec=1.0) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:4])
        ended: list[float] = []

        async def view() -> tuple[dict[str, object], int | None]:
            async with gateway.stream(JOB) as stream:
                seen = await stream.read(control="drain")
                told = seen.controls[-1], seen.reader.retry_ms
                await stream.read()
                ended.append(asyncio.get_running_loop().time())
                assert len(seen.events) == 4
                return told

        viewers = [asyncio.create_task(view()) for _ in range(20)]
        await eventually(lambda: gateway.gateway.lifecycle.streams == 20)
        began = asyncio.get_running_loop().time()
        gateway.server.stop()
        told = await asyncio.gather(*viewers)
        await gateway.serving

    delays = [drain["retry_ms"] for drain, _ in told]
    assert [retry for _, retry in told] == delays
    assert len(set(delays)) > 10
    assert all(isinstance(delay, int) and 500 <= delay <= 2500 for delay in delays)
    assert max(ended) - min(ended) > 0.4
    assert max(ended) - began < 3


async def test_a_draining_gateway_takes_no_streams(connection: Connection, tmp_path: Path) -> None:
    """While it drains, readiness is off and new streams are 503 with `Retry-After`; what is short is still answered."""
    async with running_gateway(connection, tmp_path, drain_sec=1.0) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        async with gateway.stream(JOB) as stream:
            await stream.read(control="caught_up")
            gateway.server.stop()
            await stream.read(control="drain")
            refused = await gateway.get(f"/api/jobs/{JOB}/stream", JOB)
            assert (refused.status_code, refused.json()["code"]) == (503, "draining")
            assert int(refused.headers["retry-after"]) >= 1
            ready = await gateway.get("/health/ready")
            assert (ready.status_code, ready.json()["status"]) == (503, "draining")
            assert (await gateway.get("/health/live")).status_code == 200
            assert (await gateway.snapshot(JOB))["job_id"] == JOB
            await stream.read()
        await asyncio.wait_for(gateway.serving, 5)
        with pytest.raises(httpx.ConnectError):
            await gateway.get("/health/live")


async def test_a_stream_that_opens_in_the_drain_is_told_too(connection: Connection, tmp_path: Path) -> None:
    """Admitted before the signal and open only behind it, a stream is drained as all others, not cut off at the end."""
    slow, go = asyncio.Event(), asyncio.Event()

    class SlowLog(FaultyLog):
        """Reads when it is told to."""

        @override
        async def read(self, filter_subject: str, *, after: int = 0, at_least: int = 0) -> list[StoredMessage]:
            slow.set()
            await go.wait()
            return await super().read(filter_subject, after=after, at_least=at_least)

    job = WrittenJob(connection.log)
    await job.start()
    await job.write(long_script(20).lines[:4])
    slowly = cast("Connection", FaultyConnection(connection, SlowLog(connection.log, arrives)))
    async with running_gateway(slowly, tmp_path, drain_sec=0.2) as gateway:
        viewing = asyncio.create_task(gateway.read(JOB))
        await slow.wait()
        gateway.server.stop()
        await eventually(lambda: gateway.gateway.lifecycle.draining)
        go.set()
        seen = await asyncio.wait_for(viewing, 5)
        await gateway.serving
    assert [said["type"] for said in seen.controls] == ["caught_up", "drain"]


async def test_a_drain_waits_for_nobody(connection: Connection, tmp_path: Path) -> None:
    """A viewer that takes nothing does not keep a gateway from ending."""
    async with running_gateway(connection, tmp_path, drain_sec=0.2, send_patience_sec=30) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        filler = b'{"type":"filler","timestamp":"2026-11-22T20:00:00Z","id":"acme-%d","job_id":"%b","data":{"x":"%b"}}'
        for n in range(200):
            await job.raw(filler % (n, JOB.encode(), b"y" * 50_000))
        async with unread_stream(gateway):
            await eventually(lambda: gateway.gateway.lifecycle.streams == 1)
            gateway.server.stop()
            await asyncio.wait_for(gateway.serving, 12)


async def test_one_stream_after_another_on_one_connection(gateway: RunningGateway, job: WrittenJob) -> None:
    """A stream that ended leaves its connection good for the next request."""
    lines = long_script(20).lines
    await job.write(lines)
    limits = httpx.Limits(max_connections=1)
    headers = {"Authorization": f"Bearer {gateway.token(JOB)}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}", limits=limits, headers=headers) as client:
        for _ in range(3):
            answer = await client.get(f"/api/jobs/{JOB}/stream")
            assert answer.content.count(b"\ndata: {") == len(lines) + 1
            assert (await client.get(f"/api/jobs/{JOB}/stream?after={job.positions[-1]}")).status_code == 204
    assert data_of(lines)
