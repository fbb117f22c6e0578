"""Cancel, retry and erase over HTTP: each one fact, where it can still matter, asked for by whoever holds the token."""

import httpx
import pytest

from contracts import subjects
from contracts.control import Cancel, Deleted, Redrive, Start, decode_control
from contracts.events import Done, DoneEvent, JobStatus, JobStatusEvent, JobStatusName, encode_event
from contracts.ids import JobId, new_job_id, parse_job_id
from eventlog import Connection
from tests.support.gateway import RunningGateway

BODY = {"resume_text": "Mara Lindqvist\nNurse", "job_text": "Nurse wanted"}
NOW = "2026-11-22T20:17:47.648Z"


async def started(gateway: RunningGateway) -> tuple[JobId, dict[str, str]]:
    """Start a job; gives its id and the headers that open it. The client keeps no cookie."""
    answer = (await gateway.client.post("/api/pipeline/start", json=BODY)).raise_for_status().json()
    gateway.client.cookies.clear()
    return parse_job_id(answer["job_id"]), {"Authorization": f"Bearer {answer['access_token']}"}


async def tell(connection: Connection, job: JobId, status: JobStatusName, *, done: bool) -> None:
    """Tell of the job's life, as the pipeline does."""
    event = JobStatusEvent(timestamp=NOW, id=f"x-{status}", job_id=job, data=JobStatus(status=status, revision=1))
    await connection.log.append(subjects.status(job), encode_event(event))
    if done:
        end = DoneEvent(timestamp=NOW, id="x-done", job_id=job, data=Done(revision=1, status=status, duration_ms=1))
        await connection.log.append(subjects.status(job), encode_event(end))


async def control_of(connection: Connection, job: JobId) -> list[type]:
    """List the kinds of a job's control facts."""
    return [type(decode_control(message.data)) for message in await connection.log.read(subjects.control(job))]


def refused(answer: httpx.Response, status: int, code: str) -> bool:
    """Tell whether an answer is this problem."""
    return (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_running_job_is_canceled_by_one_fact(gateway: RunningGateway, connection: Connection) -> None:
    """202 with the revision and where to watch it; asked twice, it is one fact."""
    job, headers = await started(gateway)
    await tell(connection, job, "running", done=False)
    for _ in range(2):
        answer = await gateway.client.post(f"/api/jobs/{job}/cancel", headers=headers)
        assert answer.status_code == 202
        assert answer.json()["revision"] == 1
        assert answer.json()["stream_url"].startswith(f"/api/jobs/{job}/stream?after=")
    assert await control_of(connection, job) == [Start, Cancel]


async def test_what_has_ended_is_not_canceled(gateway: RunningGateway, connection: Connection) -> None:
    """409 with a code, and nothing written: a completed job is neither canceled nor tried again."""
    job, headers = await started(gateway)
    await tell(connection, job, "completed", done=True)
    assert refused(await gateway.client.post(f"/api/jobs/{job}/cancel", headers=headers), 409, "too_late")
    assert refused(await gateway.client.post(f"/api/jobs/{job}/retry", headers=headers), 409, "nothing_to_retry")
    assert await control_of(connection, job) == [Start]


async def test_a_failed_job_is_tried_again_as_its_next_revision(
    gateway: RunningGateway, connection: Connection
) -> None:
    """202 with the revision to come."""
    job, headers = await started(gateway)
    await tell(connection, job, "failed", done=True)
    answer = await gateway.client.post(f"/api/jobs/{job}/retry", headers=headers)
    assert (answer.status_code, answer.json()["revision"]) == (202, 2)
    assert await control_of(connection, job) == [Start, Redrive]


async def test_who_watches_a_retry_that_nobody_has_opened_yet_waits_for_it(
    gateway: RunningGateway, connection: Connection
) -> None:
    """Behind an accepted retry the stream is open, though no pipeline has told of it: a 204 would end it for good."""
    job, headers = await started(gateway)
    await tell(connection, job, "failed", done=True)
    ended = await gateway.read(job)
    assert (await gateway.read(job, cursor=ended.events[-1].id)).status == 204
    retry = await gateway.client.post(f"/api/jobs/{job}/retry", headers=headers)

    assert retry.json()["stream_url"].endswith(f"?after={ended.events[-1].id}")
    async with gateway.stream(job, cursor=ended.events[-1].id) as stream:
        assert (await stream.read(control="caught_up")).status == 200
        await tell(connection, job, "running", done=False)
        seen = await stream.read(until=1)
    assert [event.json["data"]["status"] for event in seen.events] == ["running"]


async def test_an_erased_job_is_gone(gateway: RunningGateway, connection: Connection) -> None:
    """204, and from then on every call answers 410; the log keeps the tombstone and nothing else."""
    job, headers = await started(gateway)
    assert (await gateway.client.delete(f"/api/jobs/{job}", headers=headers)).status_code == 204
    assert await control_of(connection, job) == [Deleted]
    assert await connection.log.read(subjects.public(job)) == []
    for path in ("stream", "snapshot", "artifacts"):
        assert refused(await gateway.client.get(f"/api/jobs/{job}/{path}", headers=headers), 410, "erased")
    for call in (
        gateway.client.post(f"/api/jobs/{job}/cancel", headers=headers),
        gateway.client.delete(f"/api/jobs/{job}", headers=headers),
    ):
        assert refused(await call, 410, "erased")


@pytest.mark.parametrize(("method", "path"), [("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "")])
async def test_only_who_holds_the_token_changes_a_job(
    gateway: RunningGateway, connection: Connection, method: str, path: str
) -> None:
    """No token 401, another job's 403, no such job 404, no id 400; the cookie alone counts for our own pages only."""
    job, headers = await started(gateway)
    _, others = await started(gateway)
    token = headers["Authorization"].removeprefix("Bearer ")
    cookie = {"Cookie": f"job_token={token}"}

    async def call(job_id: str, **given: str) -> httpx.Response:
        return await gateway.client.request(method, f"/api/jobs/{job_id}{path}", headers=given)

    assert (await call(job)).status_code == 401
    assert (await call(job, **others)).status_code == 403
    assert refused(await call(new_job_id()), 404, "no_such_job")
    assert refused(await call("*", **headers), 400, "malformed_id")
    assert (await call(job, **cookie)).status_code == 401
    assert (await call(job, **cookie, Origin="https://elsewhere.example")).status_code == 403
    assert await control_of(connection, job) == [Start]
    own = await call(job, **cookie, Origin=f"http://127.0.0.1:{gateway.port}")
    assert own.status_code in {202, 204, 409}
