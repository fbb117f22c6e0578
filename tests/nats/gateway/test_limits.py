"""Limits on streams, over HTTP: refused before the stream starts, and the place is free again when one ends."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from eventlog import Connection
from tests.golden.script import JOB
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_job import WrittenJob, long_script
from tests.support.many_jobs import many, query_of, started_jobs


@pytest.fixture
async def limited(connection: Connection, job: WrittenJob, tmp_path: Path) -> AsyncIterator[RunningGateway]:
    """Run a gateway that takes two streams of a job."""
    await job.write(long_script(20).lines[:4])
    async with running_gateway(connection, tmp_path, max_streams=3, max_streams_per_job=2) as running:
        yield running


async def test_one_stream_too_many_is_refused_until_one_ends(limited: RunningGateway) -> None:
    """The third viewer of two is told 429, what is limited and when to come back; it gets the next free place."""
    async with limited.stream(JOB) as first:
        await first.read(control="caught_up")
        async with limited.stream(JOB) as second:
            await second.read(control="caught_up")
            refused = await limited.get(f"/api/jobs/{JOB}/stream", JOB)
            assert refused.status_code == 429
            assert refused.headers["content-type"] == "application/problem+json"
            assert int(refused.headers["retry-after"]) >= 1
            said = refused.json()
            assert (said["code"], said["limit"], said["of"], said["job_id"]) == ("too_many_streams", 2, "job", JOB)
        await eventually(lambda: limited.gateway.lifecycle.streams == 1)
        async with limited.stream(JOB) as third:
            assert (await third.read(control="caught_up")).status == 200
    await eventually(lambda: len(limited.gateway.limits) == 0)


async def test_places_are_given_back_however_a_stream_ends(limited: RunningGateway, job: WrittenJob) -> None:
    """At its end, at 204, at an error behind the door, or when the viewer has gone: nothing stays counted."""
    async with limited.stream(JOB) as leaving:
        await leaving.read(control="caught_up")
    await job.write(long_script(20).lines[4:])
    whole = await limited.read(JOB)
    assert (await limited.get(f"/api/jobs/{JOB}/stream?after={whole.events[-1].id}", JOB)).status_code == 204
    other = "5f1c2a34-0000-4000-8000-000000000001"
    assert (await limited.get(f"/api/jobs/{other}/stream", other)).status_code == 404
    await eventually(lambda: len(limited.gateway.limits) == 0)


async def test_a_flood_of_connects_is_slowed_down(connection: Connection, job: WrittenJob, tmp_path: Path) -> None:
    """Beyond what a second takes they are told to come back; nobody without a token uses any of it up."""
    await job.write(long_script(20).lines)
    path = f"/api/jobs/{JOB}/stream?after={job.positions[-1]}"
    async with running_gateway(connection, tmp_path, max_connects_per_sec=2) as gateway:
        strangers = await asyncio.gather(*(gateway.get(path) for _ in range(20)))
        answers = await asyncio.gather(*(gateway.get(path, JOB) for _ in range(40)))
    assert {answer.status_code for answer in strangers} == {401}
    refused = [answer for answer in answers if answer.status_code != 204]
    assert 0 < len(refused) <= 38
    for answer in refused:
        assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (429, "too_many_connects", 2)
        assert answer.headers["retry-after"] == "1"


async def test_forwarding_headers_of_strangers_are_not_believed(
    connection: Connection, job: WrittenJob, tmp_path: Path
) -> None:
    """Who calls from this machine and is no trusted proxy stays one address, whatever it says."""
    await job.write(long_script(20).lines[:4])
    async with running_gateway(connection, tmp_path, max_streams_per_address=1) as gateway, gateway.stream(JOB) as one:
        await one.read(control="caught_up")
        refused = await gateway.get(f"/api/jobs/{JOB}/stream", JOB, **{"X-Forwarded-For": "1.2.3.4"})
        assert (refused.status_code, refused.json()["of"]) == (429, "address")


async def test_a_trusted_proxy_brings_many_addresses(connection: Connection, job: WrittenJob, tmp_path: Path) -> None:
    """Behind it each client has places of its own."""
    *most, last = long_script(20).lines
    await job.write([*most, last])
    async with (
        running_gateway(connection, tmp_path, max_streams_per_address=1, trusted_proxies=["127.0.0.0/8"]) as gateway,
        gateway.stream(JOB) as one,
    ):
        path = f"/api/jobs/{JOB}/stream"
        answers = [await gateway.get(path, JOB, **{"X-Forwarded-For": f"1.2.3.{n}"}) for n in range(3)]
        assert {answer.status_code for answer in answers} == {200}
        await one.read()


async def test_many_jobs_on_one_connection_are_one_stream(connection: Connection, tmp_path: Path) -> None:
    """It counts once in all, and once for each of its jobs: the job that has no room refuses all, and is named."""
    jobs = await started_jobs(connection, 3)
    first, second, third = (job.job_id for job in jobs)
    async with running_gateway(connection, tmp_path, max_streams=3, max_streams_per_job=2) as gateway:
        async with many(gateway, query_of(gateway, [first, second])) as one, gateway.stream(first) as two:
            await one.read(control="caught_up")
            await two.read(control="caught_up")
            async with many(gateway, query_of(gateway, [third, first])) as refused:
                assert refused.reading.status == 429
            answer = await gateway.client.get("/api/stream", params={"job": query_of(gateway, [third, first])})
            assert (answer.json()["of"], answer.json()["job_id"]) == ("job", first)
            async with many(gateway, query_of(gateway, [third, second])) as three:
                await three.read(control="caught_up")
                full = await gateway.get(f"/api/jobs/{third}/stream", third)
                assert (full.status_code, full.json()["code"], full.json()["limit"]) == (503, "streams_full", 3)
        await eventually(lambda: len(gateway.gateway.limits) == 0)
