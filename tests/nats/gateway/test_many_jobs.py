"""Many jobs on one connection: each as on a stream of its own, and one cursor for all of them."""

import asyncio

import httpx
import pytest

from contracts.ids import new_job_id
from eventlog import Connection
from tests.support.gateway import RunningGateway, eventually, running_gateway
from tests.support.gateway_job import long_script
from tests.support.many_jobs import events_of, many, query_of, read_many, started_jobs, write_of
from tests.support.nats_server import NatsServer

LINES = long_script(20).lines


async def test_each_job_is_as_on_its_own_stream(connection: Connection, gateway: RunningGateway) -> None:
    """History and live events of each come whole, in order, once; each says when it has caught up."""
    jobs = await started_jobs(connection, 3)
    ids = [job.job_id for job in jobs]
    await write_of(jobs[0], LINES)
    await write_of(jobs[1], LINES[:7])
    async with many(gateway, query_of(gateway, ids)) as stream:
        await stream.read(until=len(LINES) + 7)
        await asyncio.gather(write_of(jobs[1], LINES[7:]), write_of(jobs[2], LINES))
        reading = await stream.read()

    for job in jobs:
        alone = await gateway.read(job.job_id)
        assert events_of(reading, job.job_id) == [frame.data for frame in alone.events]
    assert sorted(said["job_id"] for said in reading.controls if said["type"] == "caught_up") == sorted(ids)
    assert (await read_many(gateway, query_of(gateway, ids), cursor=reading.events[-1].id)).status == 204
    assert gateway.gateway.lifecycle.streams == 0


async def test_interrupted_anywhere_all_go_on(connection: Connection, gateway: RunningGateway) -> None:
    """Behind every id the rest of every job follows, and nothing of what was seen."""
    jobs = await started_jobs(connection, 3)
    named = query_of(gateway, [job.job_id for job in jobs])
    for n in range(len(LINES)):
        for job in jobs:
            await write_of(job, LINES[n : n + 1])
    whole = await read_many(gateway, named)
    assert len(whole.events) == 3 * len(LINES)

    for cut in range(0, len(whole.events), 7):
        rest = await read_many(gateway, named, cursor=whole.events[cut].id)
        for job in jobs:
            before = [frame.data for frame in whole.events[: cut + 1] if frame.json["job_id"] == job.job_id]
            assert before + events_of(rest, job.job_id) == events_of(whole, job.job_id), cut


async def test_cursors_in_the_address_are_the_jobs_own(connection: Connection, gateway: RunningGateway) -> None:
    """A cursor of a job's own stream or snapshot begins its part there."""
    jobs = await started_jobs(connection, 2)
    for job in jobs:
        await write_of(job, LINES)
    cursors = [jobs[0].positions[4], jobs[1].positions[-2]]
    reading = await read_many(gateway, query_of(gateway, [job.job_id for job in jobs], cursors))
    assert len(events_of(reading, jobs[0].job_id)) == len(LINES) - 5
    assert len(events_of(reading, jobs[1].job_id)) == 1


async def test_a_cursor_of_another_list_resets_each_job(connection: Connection, gateway: RunningGateway) -> None:
    """An id of a stream of other jobs is of no use: each job says so, and begins again."""
    jobs = await started_jobs(connection, 2)
    for job in jobs:
        await write_of(job, LINES)
    first, both = (query_of(gateway, [job.job_id for job in some]) for some in (jobs[:1], jobs))
    foreign = (await read_many(gateway, first)).events[3].id
    reading = await read_many(gateway, both, cursor=foreign)
    resets = [said for said in reading.controls if said["type"] == "reset"]
    assert {(said["job_id"], said["reason"]) for said in resets} == {(job.job_id, "unknown") for job in jobs}
    assert len(reading.events) == 2 * len(LINES)


async def test_a_job_that_is_erased_leaves_the_others_alone(connection: Connection, gateway: RunningGateway) -> None:
    """Its part ends with a word; who comes back is not told again, and goes on with the rest."""
    jobs = await started_jobs(connection, 2)
    named = query_of(gateway, [job.job_id for job in jobs])
    for job in jobs:
        await write_of(job, LINES[:5])
    async with many(gateway, named) as stream:
        await stream.read(until=10)
        await jobs[0].erase()
        async with gateway.gateway.jobs.watched(jobs[0].job_id) as log:
            log.live.check()
        seen = await stream.read(control="erased")
        cursor = seen.reader.cursor
    await write_of(jobs[1], LINES[5:])
    again = await read_many(gateway, named, cursor=cursor)
    assert seen.controls[-1] == {"type": "erased", "job_id": jobs[0].job_id}
    assert len(events_of(again, jobs[1].job_id)) == len(LINES) - 5
    assert "erased" not in {said["type"] for said in again.controls}
    fresh = await read_many(gateway, named)
    assert [said["job_id"] for said in fresh.controls if said["type"] == "erased"] == [jobs[0].job_id]
    assert (await read_many(gateway, named[:1])).status == 410


async def test_a_token_that_expires_ends_its_part(
    connection: Connection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The part of an expired token ends with `expired`, and a return with the new cursor needs it no more."""
    now = 1_800_000_000.0
    folder = tmp_path_factory.mktemp("gateway")
    async with running_gateway(connection, folder, clock=lambda: now, stream_age_sec=0) as gateway:
        short, long = await started_jobs(connection, 2)
        issue = gateway.gateway.tokens.issue
        named = [
            f"{short.job_id}~0~{issue(short.job_id, started_at=now - 13 * 86400)[0]}",
            f"{long.job_id}~0~{issue(long.job_id, started_at=now)[0]}",
        ]
        await write_of(long, LINES[:5])
        async with many(gateway, named) as stream:
            await stream.read(until=5)
            now += 2 * 86400
            seen = await stream.read(control="expired")
            cursor = seen.reader.cursor
        assert seen.controls[-1] == {"type": "expired", "job_id": short.job_id}
        await write_of(long, LINES[5:])
        assert len((await read_many(gateway, named, cursor=cursor)).events) == len(LINES) - 5
        assert (await read_many(gateway, named)).status == 401


async def test_what_is_no_such_list_is_refused(connection: Connection, gateway: RunningGateway) -> None:
    """Too few, too many, twice, malformed, without or with another's token, unknown: a problem that names the job."""
    one, other = [job.job_id for job in await started_jobs(connection, 2)]
    [good, better] = query_of(gateway, [one, other])
    unknown = new_job_id()

    async def asked(*named: str, cursor: str | None = None) -> tuple[int, str, str | None]:
        headers = {} if cursor is None else {"Last-Event-ID": cursor}
        answer: httpx.Response = await gateway.client.get(
            "/api/stream", params=[("job", name) for name in named], headers=headers
        )
        assert answer.headers["content-type"] == "application/problem+json"
        assert "k1." not in answer.text
        return answer.status_code, answer.json()["code"], answer.json().get("job_id")

    malformed = (400, "malformed_jobs", None)
    assert await asked() == malformed
    assert await asked(*[f"{new_job_id()}~0~x" for _ in range(51)]) == malformed
    assert await asked(good, good) == malformed
    for name in (one, f"{one}~0", f"{one}~x~{gateway.token(one)}", f"*~0~{gateway.token(one)}", f"{good}~1"):
        assert await asked(name) == malformed
    assert await asked(good, f"{other}~0~") == (401, "token_missing", other)
    assert await asked(good, f"{other}~0~nonsense") == (401, "token_invalid", other)
    assert await asked(better, f"{one}~0~{gateway.token(other)}") == (403, "token_of_another_job", one)
    assert await asked(good, f"{unknown}~0~{gateway.token(unknown)}") == (404, "no_such_job", unknown)
    assert await asked(good, cursor="12") == (400, "malformed_cursor", None)
    await eventually(lambda: len(gateway.gateway.jobs) == 0)


async def test_fifty_jobs_are_held_and_let_go(
    server: NatsServer, connection: Connection, gateway: RunningGateway
) -> None:
    """Fifty jobs share a connection; when it ends, nothing of any of them stays."""
    del server
    jobs = await started_jobs(connection, 50)
    async with many(gateway, query_of(gateway, [job.job_id for job in jobs])) as stream:
        await asyncio.gather(*(write_of(job, LINES[:3]) for job in jobs))
        reading = await stream.read(until=150)
        assert len(gateway.gateway.jobs) == 50
    assert {len(events_of(reading, job.job_id)) for job in jobs} == {3}
    await eventually(lambda: len(gateway.gateway.jobs) == 0)
