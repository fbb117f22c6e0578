"""Answers and choices over HTTP: asked for by whoever holds the token, refused with a code, each one fact."""

from typing import Any

import httpx
import pytest

from contracts.ids import JobId, new_job_id, parse_job_id
from eventlog import Connection
from tests.support.ended_job import end, said
from tests.support.gateway import RunningGateway

BODY = {"resume_text": "Mara Lindqvist\nNurse", "job_text": "Nurse wanted"}
ANSWERS = {"answers": [{"question_id": "q-r1", "answer": "Yes, at home."}, {"question_id": "q-r2", "declined": True}]}
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "answers", ANSWERS),
    ("PUT", "patches/p1", {"state": "rejected"}),
    ("PUT", "patches", {"patches": {"p1": "rejected", "polish1": "rejected"}}),
]


async def started(gateway: RunningGateway) -> tuple[JobId, dict[str, str]]:
    """Start a job; gives its id and the headers that open it. The client keeps no cookie."""
    answer = (await gateway.client.post("/api/pipeline/start", json=BODY)).raise_for_status().json()
    gateway.client.cookies.clear()
    return parse_job_id(answer["job_id"]), {"Authorization": f"Bearer {answer['access_token']}"}


async def call(gateway: RunningGateway, job: str, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
    """Call something of a job."""
    return await gateway.client.request(method, f"/api/jobs/{job}/{path}", **more)


def refused(answer: httpx.Response, status: int, code: str) -> bool:
    """Tell whether an answer is this problem."""
    return (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
async def test_what_a_user_says_is_the_next_revision(
    gateway: RunningGateway, connection: Connection, method: str, path: str, body: dict[str, Any]
) -> None:
    """409 while the job runs, 202 with the revision and where to watch it behind its end; repeated, it is one fact."""
    job, headers = await started(gateway)
    assert refused(await call(gateway, job, method, path, json=body, headers=headers), 409, "still_running")
    await end(connection, job)
    for _ in range(2):
        answer = await call(gateway, job, method, path, json=body, headers=headers)
        assert (answer.status_code, answer.json()["revision"]) == (202, 2), answer.text
        assert answer.json()["stream_url"].startswith(f"/api/jobs/{job}/stream?after=")
    assert len(await said(connection, job)) == 1


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
async def test_only_who_holds_the_token_says_something(
    gateway: RunningGateway, connection: Connection, method: str, path: str, body: dict[str, Any]
) -> None:
    """No token 401, another job's 403, the cookie from elsewhere 403, no such job 404, no id 400."""
    job, headers = await started(gateway)
    _, others = await started(gateway)
    await end(connection, job)
    token = headers["Authorization"].removeprefix("Bearer ")
    elsewhere = {"Cookie": f"job_token={token}", "Origin": "https://elsewhere.example"}
    assert (await call(gateway, job, method, path, json=body)).status_code == 401
    assert (await call(gateway, job, method, path, json=body, headers=others)).status_code == 403
    assert (await call(gateway, job, method, path, json=body, headers=elsewhere)).status_code == 403
    assert refused(await call(gateway, new_job_id(), method, path, json=body), 404, "no_such_job")
    assert refused(await call(gateway, "*", method, path, json=body, headers=headers), 400, "malformed_id")
    assert await said(connection, job) == []


@pytest.mark.parametrize(
    ("call_of", "body", "status", "code"),
    [
        ("POST answers", {"answers": []}, 422, "no_answers"),
        ("POST answers", {}, 400, "unfit_body"),
        ("POST answers", {"answers": [{"question_id": "q-r1", "said": "Yes"}]}, 400, "unfit_body"),
        ("POST answers", {"answers": [{"question_id": "q-r9", "answer": "Yes"}]}, 422, "no_such_question"),
        ("POST answers", {"answers": [{"question_id": "q-r1", "answer": " "}]}, 422, "empty_answer"),
        ("POST answers", {"answers": [{"question_id": "q-r1"}]}, 422, "answer_or_decline"),
        ("POST answers", {"answers": [ANSWERS["answers"][0], ANSWERS["answers"][0]]}, 422, "answered_twice"),
        ("POST answers", {"answers": [{"question_id": "q-r1", "answer": "x\0y"}]}, 422, "not_text"),
        ("PUT patches/p99", {"state": "rejected"}, 404, "no_such_patch"),
        ("PUT patches/p1", {"state": "applied"}, 400, "unfit_body"),
        ("PUT patches/p3", {"state": "restored"}, 409, "refused_patch"),
        ("PUT patches", {"patches": {}}, 422, "no_choices"),
        ("PUT patches", {"patches": {"p1": "rejected", "p99": "rejected"}}, 404, "no_such_patch"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_code(
    gateway: RunningGateway, connection: Connection, call_of: str, body: dict[str, Any], status: int, code: str
) -> None:
    """And nothing is written, not even of what would have been fit in it."""
    job, headers = await started(gateway)
    await end(connection, job)
    method, path = call_of.split()
    answer = await call(gateway, job, method, path, json=body, headers=headers)
    assert refused(answer, status, code), answer.text
    assert await said(connection, job) == []


async def test_an_answer_has_a_limit_that_the_refusal_names(gateway: RunningGateway, connection: Connection) -> None:
    """2,000 characters are taken, one more is 413; a body of megabytes is not read, and only JSON is."""
    job, headers = await started(gateway)
    await end(connection, job)

    def body(length: int) -> dict[str, Any]:
        return {"answers": [{"question_id": "q-r1", "answer": "ü" * length}]}

    over = await call(gateway, job, "POST", "answers", json=body(2001), headers=headers)
    assert refused(over, 413, "too_large")
    assert over.json()["limit"] == 2000
    assert refused(await call(gateway, job, "POST", "answers", json=body(600_000), headers=headers), 413, "too_large")
    text = await call(gateway, job, "POST", "answers", content=b"{}", headers=headers | {"Content-Type": "text/plain"})
    assert refused(text, 415, "unsupported_type")
    torn = headers | {"Content-Type": "application/json"}
    assert refused(await call(gateway, job, "POST", "answers", content=b"{", headers=torn), 400, "malformed_body")
    assert (await call(gateway, job, "POST", "answers", json=body(2000), headers=headers)).status_code == 202


async def test_an_answer_is_read_by_nobody_else(gateway: RunningGateway, connection: Connection) -> None:
    """Its words are in a document of the job, and not in any event or fact."""
    job, headers = await started(gateway)
    await end(connection, job)
    told = "It was at the Observatory of Quillfeather"
    body = {"answers": [{"question_id": "q-r1", "answer": told}]}
    assert (await call(gateway, job, "POST", "answers", json=body, headers=headers)).status_code == 202
    assert told.encode() in (await said(connection, job))[0]["answers"]
    for subject in (f"run.{job}.*", f"jobs.{job}.*"):
        assert all(b"Quillfeather" not in message.data for message in await connection.log.read(subject))
