"""Who gets in: ids, tokens, origins. Each refusal is a problem with a stable code and a sentence."""

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.control import Deleted
from contracts.ids import JobId, new_job_id
from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import KEY, RETENTION_SEC, RunningGateway, running_gateway
from tests.support.gateway_job import WrittenJob, long_script

PATHS = ("stream", "snapshot", "artifacts", "artifacts/resume.md", f"artifacts?ref={JOB}.plan.0123456789abcdef")


def problem(answer: httpx.Response) -> dict[str, Any]:
    """Read a problem, which every refusal is."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = dict(answer.json())
    assert said["status"] == answer.status_code
    assert len(said["detail"]) > 10
    assert said["title"]
    return said


NO_IDS = ("*", ">", "%2A", "%3E", "*.*", "x", "ABCDEFAB-2222-4333-8444-555555555555", JOB[:-1], f"{JOB}.", f"{JOB}%00")


async def test_what_is_no_id_is_refused_before_the_log_is_asked(gateway: RunningGateway) -> None:
    """A wildcard, or anything else that is no job id, is 400 wherever an id goes; no subject is built of it."""
    for path in PATHS:
        for text in (*NO_IDS, f"{JOB}.>", "%F0%9F%92%A9", "a b", f"{JOB}%0D%0A"):
            answer = await gateway.client.get(f"/api/jobs/{text}/{path}", headers={"Authorization": "Bearer x"})
            assert (answer.status_code, problem(answer)["code"]) == (400, "malformed_id"), text
    for ref in ("x", "*", f"{JOB}.*.0123456789abcdef", f"*.plan.{'0' * 16}", f"{JOB}.plan.>", ""):
        answer = await gateway.client.get(f"/api/jobs/{JOB}/artifacts", params={"ref": ref})
        assert (answer.status_code, problem(answer)["code"]) == (400, "malformed_ref"), ref


@pytest.mark.parametrize("path", PATHS[:-1])
async def test_an_unknown_job_is_404_with_or_without_a_token(gateway: RunningGateway, path: str) -> None:
    """No job of this id: 404, whatever token is given."""
    unknown = new_job_id()
    for headers in ({}, {"Authorization": f"Bearer {gateway.token(unknown)}"}, {"Authorization": "Bearer rubbish"}):
        answer = await gateway.client.get(f"/api/jobs/{unknown}/{path}", headers=headers)
        assert (answer.status_code, problem(answer)["code"]) == (404, "no_such_job")


@pytest.mark.usefixtures("job")
@pytest.mark.parametrize("path", PATHS)
async def test_a_job_is_seen_with_its_token_only(gateway: RunningGateway, path: str) -> None:
    """No token, a wrong one, an expired one: 401. Another job's: 403. They differ by code."""
    good = gateway.token(JOB)
    kid, expiry, job, signature = good.split(".")
    wrong = [
        (None, 401, "token_missing"),
        ("rubbish", 401, "token_invalid"),
        (good[:-1] + ("A" if good[-1] != "A" else "B"), 401, "token_invalid"),
        (f"k2.{expiry}.{job}.{signature}", 401, "token_invalid"),
        (f"{kid}.{int(expiry) + 1}.{job}.{signature}", 401, "token_invalid"),
        (f"{kid}.{expiry}.{new_job_id()}.{signature}", 401, "token_invalid"),
        (f"{good}=", 401, "token_invalid"),
        (gateway.gateway.tokens.issue(JobId(JOB), started_at=0)[0], 401, "token_expired"),
        (gateway.token(new_job_id()), 403, "token_of_another_job"),
    ]
    for token, status, code in wrong:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        answer = await gateway.client.get(f"/api/jobs/{JOB}/{path}", headers=headers)
        assert (answer.status_code, problem(answer)["code"]) == (status, code), token
        assert (answer.headers.get("www-authenticate") == "Bearer") == (status == 401)


async def test_a_token_comes_by_header_cookie_or_query(gateway: RunningGateway, job: WrittenJob) -> None:
    """Header and cookie open everything; the query opens what browsers ask for without headers, and nothing else."""
    await job.write(long_script(20).lines)
    token, stranger = gateway.token(JOB), gateway.token(new_job_id())
    for path in ("stream", "snapshot", "artifacts"):
        url = f"/api/jobs/{JOB}/{path}"
        assert (await gateway.client.get(url, headers={"Authorization": f"Bearer {token}"})).status_code == 200
        assert (await gateway.client.get(url, headers={"Authorization": f"bearer  {token}"})).status_code == 200
        assert (await gateway.client.get(url, headers={"Cookie": f"job_token={token}"})).status_code == 200
        by_query = await gateway.client.get(url, params={"access_token": token})
        assert by_query.status_code == (401 if path == "snapshot" else 200)
        # What is given on purpose counts before what a browser adds by itself.
        given = {"Authorization": f"Bearer {stranger}", "Cookie": f"job_token={token}"}
        assert (await gateway.client.get(url, headers=given)).status_code == 403


async def test_keys_are_rolled_over(connection: Connection, tmp_path: Path) -> None:
    """The first key signs and all verify: a token of the key before stays good, one of a removed key does not."""
    async with running_gateway(connection, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        old = gateway.token(JOB)
        new_file, newest_file = tmp_path / "new", tmp_path / "newest"
        other = "B" * 43
        new_file.write_text(f"# rolled over\n\nk2:{other}\nk1:{KEY}\n")
        newest_file.write_text(f"k2:{other}\n")
    async with running_gateway(connection, tmp_path, token_keys=str(new_file)) as gateway:
        assert gateway.token(JOB).startswith("k2.")
        answer = await gateway.client.get(f"/api/jobs/{JOB}/snapshot", headers={"Authorization": f"Bearer {old}"})
        assert answer.status_code == 200
    async with running_gateway(connection, tmp_path, token_keys=str(newest_file)) as gateway:
        answer = await gateway.client.get(f"/api/jobs/{JOB}/snapshot", headers={"Authorization": f"Bearer {old}"})
        assert answer.status_code == 401


async def test_a_stream_ends_when_its_token_expires(connection: Connection, tmp_path: Path) -> None:
    """The end is told by a control frame, at the next sign of life at the latest; who comes back gets 401."""
    later_sec = 0.0
    async with running_gateway(
        connection, tmp_path, heartbeat_sec=0.2, clock=lambda: time.time() + later_sec
    ) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:5])
        token = gateway.token(JOB)
        async with gateway.stream(JOB, token=token) as stream:
            await stream.read(until=5)
            later_sec = 2 * RETENTION_SEC + 24 * 3600
            seen = await stream.read()
        assert seen.controls[-1] == {"type": "expired"}
        async with gateway.stream(JOB, token=token) as stream:
            assert stream.reading.status == 401


async def test_an_erased_job_is_410_for_everyone(gateway: RunningGateway, job: WrittenJob) -> None:
    """The tombstone answers every call, with any token or none."""
    await job.write(long_script(20).lines)
    await job.fact(Deleted(job_id=JOB))
    for path in PATHS[:-1]:
        for headers in ({}, {"Authorization": f"Bearer {gateway.token(JOB)}"}, {"Authorization": "Bearer rubbish"}):
            answer = await gateway.client.get(f"/api/jobs/{JOB}/{path}", headers=headers)
            assert (answer.status_code, problem(answer)["code"]) == (410, "erased")


ORIGINS = "https://app.example.org,http://localhost:5173"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://app.example.org.evil.example", "x", ""])
@pytest.mark.parametrize("call", [("GET", "snapshot"), ("GET", "stream"), ("POST", "start"), ("OPTIONS", "start")])
async def test_pages_of_other_origins_are_refused(
    connection: Connection, tmp_path: Path, origin: str, call: tuple[str, str]
) -> None:
    """An origin outside of the allow-list is 403, also with a good token, and nothing is done."""
    method, what = call
    async with running_gateway(connection, tmp_path, allowed_origins=ORIGINS.split(",")) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        url = "/api/pipeline/start" if what == "start" else f"/api/jobs/{JOB}/{what}"
        headers = {"Origin": origin, "Authorization": f"Bearer {gateway.token(JOB)}"}
        body = {"resume_text": "Nurse", "job_text": "Nurse"} if method == "POST" else None
        answer = await gateway.client.request(method, url, headers=headers, json=body)
    assert (answer.status_code, problem(answer)["code"]) == (403, "origin_refused")
    assert "access-control-allow-origin" not in answer.headers
    assert len(await connection.log.read("run.*.*")) == 1


async def test_pages_of_the_allow_list_may_call(connection: Connection, tmp_path: Path) -> None:
    """A preflight is answered, and answers and streams name the origin."""
    async with running_gateway(connection, tmp_path, allowed_origins=ORIGINS.split(",")) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        for origin in ORIGINS.split(","):
            asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            preflight = await gateway.client.request("OPTIONS", "/api/pipeline/start", headers=asks)
            assert preflight.status_code == 204
            assert "POST" in preflight.headers["access-control-allow-methods"]
            assert "content-type" in preflight.headers["access-control-allow-headers"]
            headers = {"Origin": origin, "Authorization": f"Bearer {gateway.token(JOB)}"}
            refused = await gateway.client.get(f"/api/jobs/{new_job_id()}/snapshot", headers=headers)
            snapshot = await gateway.client.get(f"/api/jobs/{JOB}/snapshot", headers=headers)
            async with gateway.client.stream("GET", f"/api/jobs/{JOB}/stream", headers=headers) as stream:
                for answer in (preflight, refused, snapshot, stream):
                    assert answer.headers["access-control-allow-origin"] == origin
                    assert "Origin" in answer.headers["vary"]


async def test_our_own_page_may_call(gateway: RunningGateway) -> None:
    """A browser sends the page's own origin with every POST: that is no foreign call, under any name of this host."""
    for host in (f"127.0.0.1:{gateway.port}", "resume.example.org", "resume.example.org:443", "[::1]:8080"):
        scheme = "https" if "example" in host else "http"
        headers = {"Host": host, "Origin": f"{scheme}://{host.removesuffix(':443')}"}
        body = {"resume_text": "Nurse", "job_text": "Nurse"}
        answer = await gateway.client.post("/api/pipeline/start", headers=headers, json=body)
        assert answer.status_code == 202, answer.text


async def test_the_log_out_of_reach_is_503(server: Any, gateway: RunningGateway, job: WrittenJob) -> None:  # noqa: ANN401
    """Without NATS the gateway says so, naming what is missing, and when to come back; it lives on."""
    await job.write(long_script(20).lines)
    server.kill()
    ready = await gateway.get("/health/ready")
    assert (ready.status_code, ready.json()["missing"]) == (503, ["nats"])
    assert (await gateway.get("/health/live")).status_code == 200
    answer = await gateway.get(f"/api/jobs/{JOB}/stream", JOB)
    assert (answer.status_code, problem(answer)["code"]) == (503, "log_unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    await server.start()
    async with asyncio.timeout(20):
        while (await gateway.get("/health/ready")).status_code != 200:
            pass
    assert len((await gateway.read(JOB)).events) == len(job.positions)
