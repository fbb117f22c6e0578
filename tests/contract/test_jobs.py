"""What commands on jobs promise, on the twin and on JetStream alike."""

import asyncio
import contextlib

import pytest

from contracts import subjects
from contracts.control import Cancel, Deleted, Redrive, Start, decode_control
from contracts.events import (
    Done,
    DoneEvent,
    JobStatus,
    JobStatusEvent,
    JobStatusName,
    decode_event,
    encode_event,
)
from contracts.ids import JobId, new_job_id
from eventlog import ConcurrencyError, Connection, JobErasedError, Jobs, LimitError, NoSuchJobError, Standing
from tests.support.backends import Backend

NOW = "2026-11-22T20:17:47.648Z"


async def start(connection: Connection, job: JobId, body_hash: str = "a") -> None:
    """Start a job with one document."""
    await Jobs(connection).start(job, {"resume_upload": b"text"}, body_hash=body_hash, graph="tailoring-1")


async def tell(connection: Connection, job: JobId, status: JobStatusName, *, done: bool) -> None:
    """Tell of the job's life, as the pipeline does."""
    event = JobStatusEvent(timestamp=NOW, id=f"x-{status}", job_id=job, data=JobStatus(status=status, revision=1))
    await connection.log.append(subjects.status(job), encode_event(event))
    if done:
        end = DoneEvent(timestamp=NOW, id="x-done", job_id=job, data=Done(revision=1, status=status, duration_ms=1))
        await connection.log.append(subjects.status(job), encode_event(end))


async def fill(connection: Connection, job: JobId, size: int) -> None:
    """Append events of so many bytes until there is no room for one more."""
    with contextlib.suppress(LimitError):
        while True:
            await connection.log.append(subjects.events(job), b"x" * size)


async def control_of(connection: Connection, job: JobId) -> list[type]:
    """List the kinds of a job's control facts."""
    return [type(decode_control(m.data)) for m in await connection.log.read(subjects.control(job))]


async def test_a_start_repeated_is_one_start(connection: Connection) -> None:
    """The same body again, also at the same time, is the same job, said to be started once."""
    job = new_job_id()
    await asyncio.gather(*(start(connection, job) for _ in range(5)))
    await start(connection, job)
    assert await control_of(connection, job) == [Start]
    told = [decode_event(m.data) for m in await connection.log.read(subjects.public(job))]
    assert [type(event) for event in told] == [JobStatusEvent]


async def test_another_body_under_the_same_id_is_refused(connection: Connection) -> None:
    """An id stands for one body: another one is a conflict, and changes nothing."""
    job = new_job_id()
    await start(connection, job, "a")
    with pytest.raises(ConcurrencyError):
        await start(connection, job, "b")
    assert await control_of(connection, job) == [Start]


async def test_cancel_is_a_fact_once(connection: Connection) -> None:
    """A running job is canceled by one fact, however often it is asked for; everyone who listens is hinted."""
    job = new_job_id()
    hints: asyncio.Queue[tuple[JobId, str]] = asyncio.Queue()
    listening = await connection.signals.listen(lambda about, hint: hints.put_nowait((about, hint)))
    await start(connection, job)
    await tell(connection, job, "running", done=False)

    first = await Jobs(connection).cancel(job)
    second = await Jobs(connection).cancel(job)

    assert first == second == Standing(revision=1, open=True, status="running", position=first.position)
    await tell(connection, job, "canceled", done=False)  # half of the end is told
    await Jobs(connection).cancel(job)
    assert await control_of(connection, job) == [Start, Cancel]
    assert await asyncio.wait_for(hints.get(), 5) == (job, "cancel")
    await listening.stop()


async def test_a_job_that_ended_cannot_be_canceled(connection: Connection) -> None:
    """Too late is a conflict; no fact is written."""
    job = new_job_id()
    await start(connection, job)
    await tell(connection, job, "completed", done=True)
    with pytest.raises(ConcurrencyError, match="nothing to cancel"):
        await Jobs(connection).cancel(job)
    assert await control_of(connection, job) == [Start]


async def test_only_what_failed_is_retried(connection: Connection) -> None:
    """A failed job is redriven once; a running or completed one is not."""
    failed, running = new_job_id(), new_job_id()
    for job in (failed, running):
        await start(connection, job)
    await tell(connection, failed, "failed", done=True)
    await tell(connection, running, "running", done=False)

    standing = await Jobs(connection).retry(failed)
    await Jobs(connection).retry(failed)

    assert (standing.revision, standing.open) == (2, True)
    assert await control_of(connection, failed) == [Start, Redrive]
    with pytest.raises(ConcurrencyError, match="tried again"):
        await Jobs(connection).retry(running)


async def test_an_erased_job_is_gone_and_stays_gone(connection: Connection) -> None:
    """After erasing only the tombstone is left; every command answers that, and the id never starts again."""
    job = new_job_id()
    await start(connection, job)
    await Jobs(connection).erase(job)

    assert await control_of(connection, job) == [Deleted]
    assert await connection.log.read(subjects.public(job)) == []
    for command in (Jobs(connection).cancel, Jobs(connection).retry, Jobs(connection).erase):
        with pytest.raises(JobErasedError):
            await command(job)
    with pytest.raises(JobErasedError):
        await start(connection, job, "a")


async def test_a_full_log_can_be_made_room_in(backend: Backend) -> None:
    """Erasing writes a tombstone, for which a full log has no room: what it stands for goes first."""
    async with await backend.connect(jobs_max_bytes=100_000, patience_sec=2) as connection:
        job = new_job_id()
        await start(connection, job)
        await fill(connection, job, 1000)
        await fill(connection, job, 1)

        await Jobs(connection).erase(job)

        assert await control_of(connection, job) == [Deleted]
        assert await connection.log.read(subjects.public(job)) == []
        await start(connection, new_job_id())


async def test_a_job_that_never_was_is_not_found(connection: Connection) -> None:
    """Commands on an unknown id say so, and write nothing."""
    job = new_job_id()
    for command in (Jobs(connection).cancel, Jobs(connection).retry, Jobs(connection).erase):
        with pytest.raises(NoSuchJobError):
            await command(job)
    assert await control_of(connection, job) == []
