"""`deploy/nginx/gateway.conf`, the file that operators copy: HTTP/2, TLS, and what nginx is told besides streams."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest

from gateway.settings import GatewaySettings
from tests.golden.script import JOB
from tests.support.gateway import Stream
from tests.support.gateway_job import long_script
from tests.support.http2 import Http2Connection
from tests.support.nginx import SHIPPED, Proxy, nginx, shipped_nginx
from tests.support.served_job import STREAM, ServedJob, served_job

LINES = long_script(30).lines
SNAPSHOT = f"/api/jobs/{JOB}/snapshot"
GOOD = {"resume_text": "Staff Nurse at Harbour Clinic", "job_text": "Staff nurse wanted for night shifts"}


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
async def proxy(served: ServedJob, tmp_path: Path) -> AsyncIterator[Proxy]:
    """Run nginx in front of it."""
    async with shipped_nginx(tmp_path, served.port) as running:
        yield running


async def test_many_streams_share_one_connection(served: ServedJob, proxy: Proxy) -> None:
    """With HTTP/2 a page may open fifty streams, where HTTP/1.1 leaves it six: each gets what is said, at once."""
    async with proxy.client(http2=True) as client, contextlib.AsyncExitStack() as opened:
        streams = [await opened.enter_async_context(served.watched(client)) for _ in range(50)]
        for stream in streams:
            await stream.read(control="caught_up")
        mine = psutil.Process().net_connections("tcp")
        assert sum(one.status == "ESTABLISHED" and one.raddr.port == proxy.port for one in mine) == 1
        await served.job.write(LINES[:3])
        readings = await asyncio.gather(*(stream.read(until=3) for stream in streams))
        assert {tuple(reading.pairs) for reading in readings} == {tuple(readings[0].pairs)}


async def test_a_stream_that_is_let_go_of_ends_alone(served: ServedJob, proxy: Proxy) -> None:
    """A page that closes one of its streams keeps the HTTP/2 connection: the gateway sees that one end, no other."""
    headers = {"authorization": f"Bearer {served.token}"}
    async with Http2Connection.open(proxy.port, proxy.trusted) as connection:
        stays, leaves = await connection.get(STREAM, headers), await connection.get(STREAM, headers)
        for stream in (stays, leaves):
            await connection.read(stream, b"caught_up")
        await served.has(streams=2)
        await connection.leave(leaves)
        await served.has(streams=1)
        await served.job.write(LINES[:1])
        await connection.read(stays, b'"job_status"')
    await served.has(streams=0)


async def test_other_answers_may_be_compressed(served: ServedJob, proxy: Proxy) -> None:
    """A snapshot that nginx compresses keeps its tag, and a problem its words."""
    await served.job.write(LINES)
    headers = {"Authorization": f"Bearer {served.token}", "Accept-Encoding": "gzip"}
    async with proxy.client(http2=True) as client:
        first = await client.get(SNAPSHOT, headers=headers)
        assert first.headers["content-encoding"] == "gzip"
        assert len(first.json()["events"]) == len(LINES)
        again = await client.get(SNAPSHOT, headers={**headers, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.get(SNAPSHOT)).json()["code"] == "token_missing"


async def test_pages_may_start_jobs_and_follow_them(proxy: Proxy) -> None:
    """A page of the proxy's own origin may call, its cookie is for HTTPS only, and uploads reach us."""
    text = b"Staff Nurse at Harbour Clinic\n" * 3000
    files: dict[str, tuple[str | None, bytes]] = {"resume_file": ("a.txt", text), "job_text": (None, b"Nurse wanted")}
    too_large = {**files, "resume_file": ("a.txt", b"x" * (6 * 1024 * 1024))}
    async with proxy.client(http2=True) as client:
        started = await client.post("/api/pipeline/start", files=files, headers={"Origin": proxy.url})
        assert started.status_code == 202, started.text
        cookie = started.headers["set-cookie"].lower()
        assert "secure" in cookie
        assert "httponly" in cookie
        async with client.stream("GET", started.json()["stream_url"]) as response:  # by the cookie
            assert (await Stream(response).read(until=1)).events[0].json["type"] == "job_status"
        other = await client.post("/api/pipeline/start", json=GOOD, headers={"Origin": "https://elsewhere.example"})
        assert (other.status_code, other.json()["code"]) == (403, "origin_refused")
        refused = await client.post("/api/pipeline/start", files=too_large)
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


async def test_tokens_in_addresses_pass_and_are_not_logged(served: ServedJob, tmp_path: Path) -> None:
    """An address with many tokens is taken, and the log has no query."""
    address = f"{STREAM}?access_token={served.token}&more={'x' * 9000}"
    async with shipped_nginx(tmp_path, served.port) as proxy:
        async with proxy.client(http2=True) as client, client.stream("GET", address) as response:
            assert (await Stream(response).read(control="caught_up")).status == 200
        await served.has(streams=0)
    logged = (tmp_path / "site.log").read_text()
    assert STREAM in logged
    assert served.token not in logged


def test_idle_connections_are_ended_by_nginx() -> None:
    """By the side that sends requests on them: a `POST` whose connection the gateway was closing is not tried again."""
    [kept] = re.findall(r"upstream gateway \{.*?keepalive_timeout (\d+)s;.*?\}", SHIPPED.read_text("utf-8"), re.DOTALL)
    assert int(kept) < GatewaySettings.from_environment({"TOKEN_KEYS": "unread"}).keep_alive_sec


async def test_plain_http_is_sent_to_https(proxy: Proxy) -> None:
    """Nothing is served in the clear: the answer says where to go, for calls of every method."""
    async with httpx.AsyncClient() as client:
        moved = await client.post(f"http://127.0.0.1:{proxy.plain_port}/api/pipeline/start?x=y", json=GOOD)
    assert (moved.status_code, moved.headers["location"]) == (308, "https://127.0.0.1/api/pipeline/start?x=y")
