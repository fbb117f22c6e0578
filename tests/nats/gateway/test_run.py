"""`POST /api/pipeline/run`: a job for callers that cannot follow a stream."""

import asyncio
from pathlib import Path

from contracts import subjects
from contracts.events import Done, DoneEvent, encode_event
from contracts.ids import JobId, parse_job_id
from eventlog import Connection
from tests.support.gateway import running_gateway

BODY = {"resume_text": "Mara Lindqvist\nNurse", "job_text": "Nurse wanted"}
KEY = {"Idempotency-Key": "run-once"}
NOW = "2026-11-22T20:17:47.648Z"


async def end(connection: Connection, job: JobId) -> None:
    """Say that the job is done, as the pipeline does."""
    event = DoneEvent(timestamp=NOW, id="x-done", job_id=job, data=Done(revision=1, status="completed", duration_ms=1))
    await connection.log.append(subjects.status(job), encode_event(event))


async def test_it_answers_the_final_snapshot_when_the_job_ends(connection: Connection, tmp_path: Path) -> None:
    """The call waits for `done`, and answers the snapshot that a viewer would get then."""
    async with running_gateway(connection, tmp_path, run_timeout=20.0) as gateway:
        started = (await gateway.client.post("/api/pipeline/start", json=BODY, headers=KEY)).json()
        job = parse_job_id(started["job_id"])
        running = asyncio.create_task(gateway.client.post("/api/pipeline/run", json=BODY, headers=KEY))
        await asyncio.sleep(0.2)
        assert not running.done()
        await end(connection, job)
        answer = await asyncio.wait_for(running, 10)
        assert answer.status_code == 200
        assert (answer.json()["job_id"], answer.json()["status"]) == (job, "completed")
        assert answer.json()["state"] == (await gateway.snapshot(job))["state"]


async def test_after_its_time_it_says_where_the_job_goes_on(connection: Connection, tmp_path: Path) -> None:
    """A job that takes longer is answered 202 with its addresses and its token; it goes on all the same."""
    async with running_gateway(connection, tmp_path, run_timeout=0.2) as gateway:
        answer = await gateway.client.post("/api/pipeline/run", json=BODY)
        assert answer.status_code == 202
        job = parse_job_id(answer.json()["job_id"])
        assert answer.json()["snapshot_url"] == f"/api/jobs/{job}/snapshot"
        await end(connection, job)
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        snapshot = await gateway.client.get(answer.json()["snapshot_url"], headers=headers)
        assert snapshot.json()["status"] == "completed"
