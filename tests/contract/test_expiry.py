"""Jobs whose time is over are erased whole, on the twin and on JetStream alike."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest

from agents.sdk import Told, Work, outcome
from contracts import subjects
from contracts.control import Deleted, Start, decode_control
from contracts.ids import JobId, new_job_id
from eventlog import Connection, DocumentNotFoundError, JobErasedError, Jobs, PermanentError
from pipeline.graph import Graph, Step
from pipeline.sweeper import Sweeper
from pipeline.timing import moment_of
from tests.support.eventually import eventually, found
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import start_job, until_done
from tests.support.tiny_agents import QUICK, agent_of

SHORT = Graph(name="short", steps=(Step(name="only", policy=QUICK),), artifacts={"made": "made"})
WEEK_SEC = 7 * 24 * 3600.0


async def do(work: Work) -> AsyncGenerator[Told, None]:
    """Fail for good at the first attempt where the text says so."""
    if await work.read("text", str) == "fails once" and work.attempt == 1:
        raise PermanentError("it was to fail", code="planned")
    yield outcome({"made": "something"})


async def ended_at(connection: Connection, job_id: JobId, revision: int = 1) -> datetime:
    """Wait for the end, and give the moment of it."""
    await until_done(connection, job_id, revision)
    last = await connection.log.last(subjects.status(job_id))
    assert last is not None
    return moment_of(last.timestamp)


def sweeper_at(connection: Connection, now: datetime) -> Sweeper:
    """Make a sweeper that looks at a moment."""
    return Sweeper(connection, {SHORT.name: SHORT}, lambda: now, retention_sec=WEEK_SEC)


async def facts_of(connection: Connection, job_id: JobId) -> list[bytes]:
    """Read what steers a job."""
    return [message.data for message in await connection.log.read(subjects.facts(job_id))]


async def test_a_job_is_erased_whole_when_its_time_is_over(connection: Connection) -> None:
    """By one of two replicas; what was tried again or ended later is kept, and sweeping again does nothing."""
    jobs = Jobs(connection)
    async with running_pipeline(connection, {SHORT.name: SHORT}), running_agents(connection, [agent_of("only", do)]):
        old = await start_job(connection, SHORT.name, {"text": "old"})
        again = await start_job(connection, SHORT.name, {"text": "fails once"})
        over = max(await ended_at(connection, again), await ended_at(connection, old)) + timedelta(milliseconds=5)
        await eventually(lambda: datetime.now(UTC) > over)
        await jobs.retry(again)
        await ended_at(connection, again, revision=2)
        young = await start_job(connection, SHORT.name, {"text": "young"})
        await ended_at(connection, young)
        (first, *_) = await connection.log.read(subjects.control(old))

        moment = over + timedelta(seconds=WEEK_SEC)
        swept = await asyncio.gather(*(sweeper_at(connection, moment).sweep() for _ in range(2)))

        async def erased() -> bool | None:
            return len(await facts_of(connection, old)) == 1 or None

        await found(erased)
        assert sum(swept) == 1
        assert await sweeper_at(connection, moment).sweep() == 0

    (tombstone,) = await facts_of(connection, old)
    assert isinstance(decode_control(tombstone), Deleted)
    assert await connection.log.read(subjects.public(old)) == []
    with pytest.raises(JobErasedError):
        await jobs.retry(old)
    start_of_old = decode_control(first.data)
    assert isinstance(start_of_old, Start)
    with pytest.raises(DocumentNotFoundError):
        await connection.documents.get(start_of_old.documents["text"])
    for kept in (again, young):
        assert (await jobs.standing(kept)).status == "completed"
        assert len(await facts_of(connection, kept)) > 1


async def test_a_job_that_runs_is_never_swept(connection: Connection) -> None:
    """However old it is; nor is what somebody else wrote under the name of a job that never was."""
    go = asyncio.Event()

    async def wait(_work: Work) -> AsyncGenerator[Told, None]:
        await go.wait()
        yield outcome({"made": "something"})

    async with running_pipeline(connection, {SHORT.name: SHORT}), running_agents(connection, [agent_of("only", wait)]):
        open_job = await start_job(connection, SHORT.name, {"text": "open"})
        stray = new_job_id()
        await connection.log.append(subjects.status(stray), b"{}")
        last = await connection.log.last(subjects.status(stray))
        assert last is not None
        much_later = moment_of(last.timestamp) + timedelta(days=365)

        assert await sweeper_at(connection, much_later).sweep() == 0

        go.set()
        await ended_at(connection, open_job)
        assert await sweeper_at(connection, much_later).sweep() == 1
