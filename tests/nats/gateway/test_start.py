"""Starting a job: what is taken, what is refused without a trace, and that it is done once."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts import subjects
from contracts.control import Start, decode_control
from contracts.events import JobStatusEvent, decode_event
from contracts.ids import JobId, parse_job_id
from contracts.refs import ref_for
from eventlog import Connection, RequestError
from tests.support.gateway import RETENTION_SEC, RunningGateway, running_gateway
from tests.support.gateway_job import WrittenJob
from tests.support.nats_server import NatsServer, stored

RESUME = "Jane Roe\n\nExperience\nStaff Nurse, Harbour Clinic, 2019 – present\n• Led the night shift\n"
POSTING = "Staff nurse wanted. You must have experience in night shifts.\n"
GOOD = {"resume_text": RESUME, "job_text": POSTING}
PAGE = "https://example.org/"
URL = "/api/pipeline/start"


async def test_a_start_is_written_in_its_order(gateway: RunningGateway, connection: Connection) -> None:
    """Documents, then `start` on control, then `started` on status, whose id and time are those of the start."""
    answer = await gateway.client.post(URL, json={**GOOD, "profile_text": "Speaks Finnish."})
    assert answer.status_code == 202
    body = answer.json()
    job = parse_job_id(body["job_id"])

    (fact,) = await connection.log.read(subjects.control(job))
    (event,) = await connection.log.read(subjects.public(job))
    start, started = decode_control(fact.data), decode_event(event.data)
    assert isinstance(start, Start)
    assert start.graph == "tailoring-1"
    assert set(start.documents) == {"resume_upload", "job_upload", "profile_upload"}
    assert await connection.documents.get(start.documents["resume_upload"]) == RESUME.encode()
    assert await connection.documents.get(start.documents["job_upload"]) == POSTING.encode()
    assert await connection.documents.get(start.documents["profile_upload"]) == b"Speaks Finnish."
    assert event.subject == subjects.status(job)
    assert isinstance(started, JobStatusEvent)
    assert (started.id, started.timestamp) == (f"{fact.seq}.0", fact.timestamp)
    assert (started.data.status, started.data.revision) == ("started", 1)
    assert fact.seq < event.seq


async def test_an_address_is_stored_for_the_agent(gateway: RunningGateway, connection: Connection) -> None:
    """A posting's address is a document as its text is: the gateway asks it nothing."""
    answer = await gateway.client.post(URL, json={"resume_text": RESUME, "job_url": f"  {PAGE}jobs?id=7 "})
    assert answer.status_code == 202, answer.text
    job = parse_job_id(answer.json()["job_id"])
    (fact,) = await connection.log.read(subjects.control(job))
    start = decode_control(fact.data)
    assert isinstance(start, Start)
    assert set(start.documents) == {"resume_upload", "job_url"}
    assert await connection.documents.get(start.documents["job_url"]) == f"{PAGE}jobs?id=7".encode()


async def test_the_answer_opens_the_job(gateway: RunningGateway) -> None:
    """Addresses are path-absolute and carry no token; the token, or the cookie, opens them."""
    answer = await gateway.client.post(URL, json=GOOD)
    body = answer.json()
    path = f"/api/jobs/{body['job_id']}"
    assert body == {
        "job_id": body["job_id"],
        "stream_url": f"{path}/stream",
        "snapshot_url": f"{path}/snapshot",
        "access_token": body["access_token"],
    }
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", f"Path={path}", "Max-Age="):
        assert part in cookie
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert (await gateway.client.get(body["snapshot_url"])).status_code == 200  # the client kept the cookie
    gateway.client.cookies.clear()
    assert (await gateway.client.get(body["snapshot_url"])).status_code == 401
    headers = {"Authorization": f"Bearer {body['access_token']}"}
    assert (await gateway.client.get(body["snapshot_url"], headers=headers)).json()["status"] == "started"


async def test_behind_tls_the_cookie_stays_there(connection: Connection, tmp_path: Path) -> None:
    """Where a trusted proxy says that it took the call by https, the cookie never travels without."""
    async with running_gateway(connection, tmp_path, trusted_proxies=["127.0.0.1"]) as gateway:
        answer = await gateway.client.post(URL, json=GOOD, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


JSON_TYPE = "application/json"
JSON = {"Content-Type": JSON_TYPE}
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("an empty body", {"content": b"", "headers": JSON}, 400, "malformed_body"),
    ("white space", {"content": b" \n", "headers": JSON}, 400, "malformed_body"),
    ("no JSON", {"content": b"{", "headers": JSON}, 400, "malformed_body"),
    ("bytes", {"content": b"\x80\x81\x82", "headers": JSON}, 400, "malformed_body"),
    ("a NUL byte", {"content": b'{"resume_text":"\x00"}', "headers": JSON}, 400, "malformed_body"),
    ("half a surrogate", {"content": b'{"resume_text":"\\ud800","x":1}', "headers": JSON}, 400, "malformed_body"),
    ("endless nesting", {"content": b"[" * 100_000, "headers": JSON}, 400, "unfit_body"),
    ("nesting in a field", {"content": b'{"resume_text":' + b"[" * 100_000, "headers": JSON}, 400, "unfit_body"),
    ("a list", {"json": [GOOD]}, 400, "unfit_body"),
    ("null", {"json": None, "content": b"null", "headers": JSON}, 400, "unfit_body"),
    ("a number as text", {"json": {**GOOD, "resume_text": 5}}, 400, "unfit_body"),
    ("a list as text", {"json": {**GOOD, "job_text": ["a"]}}, 400, "unfit_body"),
    ("an unknown field", {"json": {**GOOD, "resum_text": "a"}}, 400, "unfit_body"),
    ("no résumé", {"json": {"job_text": POSTING}}, 422, "no_resume"),
    ("null for a résumé", {"json": {**GOOD, "resume_text": None}}, 422, "no_resume"),
    ("no posting", {"json": {"resume_text": RESUME}}, 422, "no_posting"),
    ("nothing", {"json": {}}, 422, "no_resume"),
    ("two postings", {"json": {**GOOD, "job_url": "https://example.org/1"}}, 422, "two_postings"),
    ("no address", {"json": {"resume_text": RESUME, "job_url": "staff nurse"}}, 422, "malformed_url"),
    ("a file's address", {"json": {"resume_text": RESUME, "job_url": "file:///etc/passwd"}}, 422, "malformed_url"),
    ("a long address", {"json": {"resume_text": RESUME, "job_url": PAGE + "a" * 2000}}, 422, "malformed_url"),
    ("an empty résumé", {"json": {**GOOD, "resume_text": ""}}, 422, "empty_text"),
    ("a blank résumé", {"json": {**GOOD, "resume_text": " \n\t "}}, 422, "empty_text"),
    ("an invisible posting", {"json": {**GOOD, "job_text": "\u200b\u2060\ufeff"}}, 422, "empty_text"),
    ("punctuation", {"json": {**GOOD, "job_text": "... --- !!!"}}, 422, "empty_text"),
    ("an empty profile", {"json": {**GOOD, "profile_text": " "}}, 422, "empty_text"),
    ("a NUL", {"json": {**GOOD, "resume_text": f"{RESUME}\0"}}, 422, "not_text"),
    ("controls", {"json": {**GOOD, "job_text": "".join(map(chr, range(1, 32))) + "job"}}, 422, "not_text"),
    ("a PDF, pasted", {"json": {**GOOD, "resume_text": "%PDF-1.4\n" + "\ufffd\x03\x1b~" * 99}}, 422, "not_text"),
    ("a long résumé", {"json": {**GOOD, "resume_text": "a" * 100_001}}, 413, "too_large"),
    ("a long posting", {"json": {**GOOD, "job_text": "é" * 60_001}}, 413, "too_large"),
    ("a long body", {"content": b" " * 5_000_000, "headers": JSON}, 413, "too_large"),
    ("plain text", {"content": b"{}", "headers": {"Content-Type": "text/plain"}}, 415, "unsupported_type"),
    ("a form", {"data": {"resume_text": "a", "job_text": "b"}}, 415, "unsupported_type"),
    ("no type", {"content": json.dumps(GOOD).encode()}, 415, "unsupported_type"),
    ("UTF-16", {"content": b"{}", "headers": {"Content-Type": f"{JSON_TYPE};charset=utf-16"}}, 415, "unsupported_type"),
    ("a bad key", {"json": GOOD, "headers": {"Idempotency-Key": "x" * 201}}, 400, "malformed_idempotency_key"),
    ("an empty key", {"json": GOOD, "headers": {"Idempotency-Key": ""}}, 400, "malformed_idempotency_key"),
]  # fmt: skip


async def test_what_cannot_be_done_leaves_no_trace(gateway: RunningGateway, server: NatsServer) -> None:
    """Each is refused with a status, a stable code and a sentence; nothing is written, neither to log nor documents."""
    before = await stored(server)
    for name, call, status, code in REFUSED:
        answer = await gateway.client.post(URL, **call)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (name, answer.text)
        assert answer.headers["content-type"] == "application/problem+json", name
        assert len(answer.json()["detail"]) > 10, name
        if status == 413:
            assert answer.json()["limit"] in {100_000, 60_000, 4 * 1024 * 1024}, name
            assert answer.json()["unit"] in {"characters", "bytes"}, name
    assert set(before) >= {"JOBS", "WORK", "KV_documents"}
    assert await stored(server) == before


async def test_texts_up_to_their_limits_are_taken(gateway: RunningGateway, connection: Connection) -> None:
    """The limits count characters, not bytes, however they are escaped; odd but readable text is taken as it is."""
    resume = "é" * 50_000 + "💼" * 50_000
    posting = "\x92quoted\x93 \x0c next page\u2028\ufeff" + "b" * 50_000
    body = json.dumps({"resume_text": resume, "job_text": posting})
    assert len(body) > 900_000
    answer = await gateway.client.post(URL, content=body, headers=JSON)
    assert answer.status_code == 202, answer.text
    job = parse_job_id(answer.json()["job_id"])
    assert await connection.documents.get(ref_for(job, "resume_upload", resume.encode())) == resume.encode()
    assert await connection.documents.get(ref_for(job, "job_upload", posting.encode())) == posting.encode()


async def test_the_same_key_is_the_same_job(gateway: RunningGateway, server: NatsServer) -> None:
    """A start that is repeated with its key, even all at once, is one job and one answer; nothing is written twice."""
    headers = {"Idempotency-Key": "order-66"}
    answers = await asyncio.gather(*(gateway.client.post(URL, json=GOOD, headers=headers) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    once = await stored(server)
    shuffled = json.dumps(dict(reversed(GOOD.items())), indent=3)
    again = await gateway.client.post(URL, content=shuffled, headers={**headers, **JSON})
    assert again.json() == answers[0].json()
    assert await stored(server) == once
    assert once["JOBS"] == 2
    assert once["KV_documents"] == 2


async def test_the_same_key_with_another_body_is_a_conflict(gateway: RunningGateway, server: NatsServer) -> None:
    """409, nothing is written, and the first job is as it was."""
    headers = {"Idempotency-Key": "order-66"}
    first = await gateway.client.post(URL, json=GOOD, headers=headers)
    before = await stored(server)
    for other in ({**GOOD, "job_text": "Cook wanted"}, {**GOOD, "profile_text": "x"}):
        answer = await gateway.client.post(URL, json=other, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_conflict")
    assert await stored(server) == before
    assert (await gateway.client.post(URL, json=GOOD, headers=headers)).content == first.content


async def test_a_key_is_one_clients_own(gateway: RunningGateway) -> None:
    """Two clients may use the same key: they have two jobs."""
    jobs = set()
    for address in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
        transport = httpx.AsyncHTTPTransport(local_address=address)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{gateway.port}") as client:
            answer = await client.post(URL, json=GOOD, headers={"Idempotency-Key": "mine"})
            jobs.add(answer.json()["job_id"])
    assert len(jobs) == 3


async def test_without_a_key_every_start_is_a_job(gateway: RunningGateway) -> None:
    """The same body twice is two jobs, with two random ids."""
    answers = [await gateway.client.post(URL, json=GOOD) for _ in range(2)]
    assert answers[0].json()["job_id"] != answers[1].json()["job_id"]


async def test_a_start_that_died_in_the_middle_is_finished_by_its_repetition(
    gateway: RunningGateway, connection: Connection
) -> None:
    """Where the gateway died behind `start`, the repeated call appends what is missing, and answers the same."""
    headers = {"Idempotency-Key": "order-66"}
    whole = (await gateway.client.post(URL, json=GOOD, headers=headers)).json()
    job = JobId(whole["job_id"])
    (said,) = await connection.log.read(subjects.public(job))
    await connection.log._live.jetstream().purge_stream("JOBS", subject=subjects.status(job))  # type: ignore[attr-defined] # noqa: SLF001
    assert (await gateway.client.post(URL, json=GOOD, headers=headers)).json() == whole
    (again,) = await connection.log.read(subjects.public(job))
    assert again.data == said.data


async def test_an_erased_job_never_starts_again(gateway: RunningGateway, connection: Connection) -> None:
    """The key of an erased job gets 410, and nothing of what was sent is kept."""
    headers = {"Idempotency-Key": "order-66"}
    job = JobId((await gateway.client.post(URL, json=GOOD, headers=headers)).json()["job_id"])
    await WrittenJob(connection.log, job).erase()
    await connection.erase(job)
    answer = await gateway.client.post(URL, json={**GOOD, "profile_text": "new"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (410, "erased")
    with pytest.raises(RequestError):
        await connection.documents.get(ref_for(job, "profile_upload", b"new"))


async def test_what_is_taken_and_how_long_it_is_kept_is_told(gateway: RunningGateway) -> None:
    """A text of the length that is told is taken, one character more is not; the retention is that of the log."""
    limits = (await gateway.client.get("/api/limits")).raise_for_status().json()
    assert limits["retention_sec"] == RETENTION_SEC
    for length, status in ((limits["posting_characters"], 202), (limits["posting_characters"] + 1, 413)):
        answer = await gateway.client.post(URL, json={**GOOD, "job_text": "x" * length})
        assert answer.status_code == status
    files = {"resume_file": ("cv.txt", b"x" * (limits["file_bytes"] + 1))}
    refused = await gateway.client.post(URL, files=files, data={"job_text": POSTING})
    assert (refused.status_code, refused.json()["limit"]) == (413, limits["file_bytes"])
