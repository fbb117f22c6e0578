"""Storage that is full, gone, or slow to answer: a clear answer, nothing half done, and nothing doubled."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts import subjects
from contracts.control import Start, encode_control
from contracts.ids import JobId, new_job_id
from contracts.work import WorkItem
from eventlog import Connection, LogSettings, StorageFullError, TransientError, connect
from eventlog.jetstream import api
from eventlog.jetstream.client import Raw, RawClient
from tests.support.eventually import found
from tests.support.gateway import running_gateway
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, until_done
from tests.support.nats_server import NatsServer, nats_server
from tests.support.tiny_agents import First, Second, Third

BODY = {"resume_text": "Mara Lindqvist, Nurse", "job_text": "Nurse wanted"}
URL = "/api/pipeline/start"
SMALL = 300_000


@pytest.fixture
async def small(server: NatsServer) -> AsyncIterator[Connection]:
    """Connect to a log with little room."""
    async with await connect(LogSettings(url=server.url, jobs_max_bytes=SMALL, patience_sec=2)) as opened:
        yield opened


async def fill(connection: Connection) -> JobId:
    """Fill the log with the events of some job, to the last byte that anything of ours would need."""
    job_id = new_job_id()
    for size in (50_000, 5_000, 500, 1):
        while await _fits(connection, job_id, size):
            pass
    return job_id


async def _fits(connection: Connection, job_id: JobId, size: int) -> bool:
    try:
        await connection.log.append(subjects.events(job_id), b"x" * size)
    except StorageFullError:
        return False
    return True


async def test_a_full_log_refuses_starts_and_keeps_nothing_of_them(
    small: Connection, server: NatsServer, tmp_path: Path
) -> None:
    """503 with `log_full` and a time to come back; no fact, no event, no document; with room the same start works."""
    async with running_gateway(small, tmp_path) as gateway:
        filler = await fill(small)
        before = await documents_of(server)

        answer = await gateway.client.post(URL, json=BODY)

        assert (answer.status_code, answer.json()["code"]) == (503, "log_full")
        assert int(answer.headers["Retry-After"]) >= 1
        assert "full" in answer.json()["detail"]
        assert await documents_of(server) == before
        key = {"Idempotency-Key": "again"}
        assert (await gateway.client.post(URL, json=BODY, headers=key)).status_code == 503
        await small.erase(filler)
        assert (await gateway.client.post(URL, json=BODY, headers=key)).status_code == 202


async def test_what_runs_waits_for_room_and_goes_on(small: Connection, tmp_path: Path) -> None:
    """A job that is in its middle when the log fills up stands still, loses nothing, and ends when there is room."""
    gate = tmp_path / "gate"
    async with running_pipeline(small), running_agents(small, [First(), Second(), Third()]):
        job_id = await start_job(small, "trial", {"text": "one two", "script": f"gate {gate}"})
        await found(lambda: _second_began(small, job_id))
        filler = await fill(small)
        stood_at = len(await history(small, job_id))
        gate.touch()
        await asyncio.sleep(1.0)  # it tries, and has to wait
        assert len(await history(small, job_id)) == stood_at
        await small.erase(filler)

        done = await until_done(small, job_id)

    assert done.data.status == "completed"
    assert_one_end(await history(small, job_id))


async def _second_began(connection: Connection, job_id: JobId) -> bool | None:
    return any(getattr(event, "step", None) == "second" for event in await history(connection, job_id)) or None


async def test_readiness_names_what_is_missing(tmp_path: Path) -> None:
    """Streams that are gone are named, then NATS itself; starts are 503 meanwhile, and 202 when all is back."""
    async with nats_server(tmp_path) as server:
        settings = LogSettings(url=server.url, patience_sec=1, timeout_sec=1)
        async with await connect(settings) as connection, running_gateway(connection, tmp_path) as gateway:
            assert (await gateway.client.get("/health/ready")).json()["missing"] == []
            client = RawClient()
            await client.connect(server.url)
            await client.jetstream().delete_stream(subjects.DEAD)
            await client.jetstream().delete_stream(subjects.DOCUMENTS)
            await client.close()
            answer = await gateway.client.get("/health/ready")
            assert (answer.status_code, answer.json()["missing"]) == (503, [subjects.DEAD, subjects.DOCUMENTS])
            start = await gateway.client.post(URL, json=BODY)
            assert (start.status_code, start.json()["code"]) == (503, "log_unavailable")
            assert "Retry-After" in start.headers

            server.kill()
            answer = await gateway.client.get("/health/ready")
            assert (answer.status_code, answer.json()["missing"]) == (503, ["nats"])
            assert (await gateway.client.get("/health/live")).status_code == 200
            await server.start()
            async with await connect(settings):  # whoever comes next makes again what is gone
                await found(lambda: _is_ready(gateway.client))
            assert (await gateway.client.post(URL, json=BODY)).status_code == 202


async def _is_ready(client: httpx.AsyncClient) -> bool | None:
    return (await client.get("/health/ready")).status_code == 200 or None


async def test_what_was_stored_without_an_answer_is_not_doubled(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to each first publish gets lost, though the server has stored it: repeated, it is stored once."""
    lost: list[str] = []
    request = api.request

    async def losing(client: RawClient, subject: str, payload: bytes, **more: Any) -> Raw:  # noqa: ANN401
        answer = await request(client, subject, payload, **more)
        if not subject.startswith("$JS.API") and subject not in lost:
            lost.append(subject)
            raise TransientError("the answer got lost")
        return answer

    monkeypatch.setattr(api, "request", losing)
    job_id = new_job_id()
    item = WorkItem(
        job_id=job_id, revision=1, step="first", attempt=1, refs={}, started_at="2026-11-23T00:00:00Z", deadline_sec=9
    )
    start = encode_control(Start(job_id=job_id, body_hash="0" * 64, documents={}, graph="trial"))

    await connection.log.append(subjects.events(job_id), b"{}", message_id="an-id")
    await connection.log.append(subjects.control(job_id), start, expected_last=0)
    await connection.queue.publish(item)
    ref = await connection.documents.put(job_id, "text", b"once")

    assert len(lost) == 4
    assert len(await connection.log.read(subjects.public(job_id))) == 1
    assert len(await connection.log.read(subjects.facts(job_id))) == 1
    assert await connection.documents.get(ref) == b"once"


async def documents_of(server: NatsServer) -> int:
    """Count the documents on a server."""
    client = RawClient()
    await client.connect(server.url)
    info = await client.jetstream().stream_info(subjects.DOCUMENTS)
    await client.close()
    return info.state.messages
