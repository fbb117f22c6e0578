"""The pipeline's commands as an integrator calls them: plain NATS, JSON, no code of ours."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client

from contracts import subjects
from contracts.ids import new_job_id, parse_job_id
from eventlog import Connection, LogSettings, connect
from pipeline.app import serve
from pipeline.graphs import GRAPHS
from pipeline.settings import PipelineSettings
from tests.support.nats_server import nats_server

BODY = {"resume_text": "Mara Lindqvist\nNurse", "job_text": "Nurse wanted"}


class Caller:
    """Somebody who knows NATS and no more."""

    def __init__(self, client: Client, connection: Connection) -> None:
        self.client = client
        self.connection = connection

    async def call(self, command: str, body: Any) -> tuple[dict[str, Any], str | None]:  # noqa: ANN401 - any JSON
        """Call a command; gives the answer and the error's status."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        reply = await self.client.request(f"pipeline.{command}", raw, timeout=10)
        status = (reply.headers or {}).get("Nats-Service-Error-Code")
        return (json.loads(reply.data) if reply.data else {}), status


@pytest.fixture
async def caller(tmp_path: Path) -> AsyncIterator[Caller]:
    """Run a pipeline over a nats-server, without any agent."""
    async with nats_server(tmp_path) as server, await connect(LogSettings(url=server.url)) as connection:
        stop = asyncio.Event()
        running = asyncio.create_task(
            serve(PipelineSettings(grace_sec=2), LogSettings(url=server.url, name="pipeline"), GRAPHS, stop)
        )
        client = Client()
        await client.connect(server.url)
        for _ in range(200):
            if await _is_served(client):
                break
            await asyncio.sleep(0.05)
        yield Caller(client, connection)
        await client.close()
        stop.set()
        await asyncio.wait_for(running, 20)


async def _is_served(client: Client) -> bool:
    try:
        await client.request("$SRV.INFO.pipeline", b"", timeout=1)
    except Exception as error:
        if type(error).__name__ in {"NoRespondersError", "TimeoutError"}:
            return False
        raise
    return True


async def test_a_job_is_started_and_canceled(caller: Caller) -> None:
    """A start gives the job and its subjects; a cancel ends it with `done`, and a second cancel comes too late."""
    started, status = await caller.call("start", BODY)
    assert status is None
    job_id = parse_job_id(started["job_id"])
    canceled, status = await caller.call("cancel", {"job_id": job_id})
    assert (status, canceled) == (None, {"job_id": job_id, "revision": 1})
    told: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not told or told[-1]["type"] != "done":
            await asyncio.sleep(0.05)
            told = [json.loads(m.data) for m in await caller.connection.log.read(subjects.status(job_id))]
    assert told[-1]["data"]["status"] == "canceled"
    assert (await caller.call("cancel", {"job_id": job_id}))[1] == "409"


async def test_the_same_key_is_the_same_job(caller: Caller) -> None:
    """A start repeated under its key is one job; another body under that key is a conflict."""
    key = {"idempotency_key": "8c9d4a0e-1111-4222-8333-444455556666"}
    first, _ = await caller.call("start", BODY | key)
    second, _ = await caller.call("start", BODY | key)
    assert first == second
    assert (await caller.call("start", BODY | key | {"job_text": "another"}))[1] == "409"


@pytest.mark.parametrize(
    ("command", "body", "status"),
    [
        ("start", b"", "400"),
        ("start", b"\xff\x00", "400"),
        ("start", {"resume_text": "a"}, "422"),
        ("start", BODY | {"job_url": "https://example.org"}, "422"),
        ("start", BODY | {"graph": "none"}, "422"),
        ("start", BODY | {"surprise": 1}, "400"),
        ("start", BODY | {"resume_text": "x" * 100_001}, "400"),
        ("cancel", {"job_id": "*"}, "400"),
        ("cancel", {"job_id": str(new_job_id())}, "404"),
        ("retry", {"job_id": str(new_job_id())}, "404"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_status(caller: Caller, command: str, body: Any, status: str) -> None:  # noqa: ANN401
    """Rubbish, unknown fields, two postings, unknown jobs: a status and nothing written."""
    assert (await caller.call(command, body))[1] == status
    assert await caller.connection.log.read(subjects.ALL_RUNS) == []
