"""Retries, leases, fencing and dead letters as jobs meet them: pipeline and agents over the twin and over JetStream."""

from collections.abc import AsyncGenerator, AsyncIterator

import pytest
from msgspec.structs import replace

from agents.sdk import PermanentError, Told, Work, insight, outcome
from contracts import subjects
from contracts.events import ErrorEvent
from contracts.ids import JobId, new_job_id, parse_step
from contracts.letters import DeadLetter, decode_letter
from contracts.work import Succeeded, encode_outcome
from eventlog import Connection, Jobs, TransientError
from pipeline.dossier import Dossier
from pipeline.graph import Graph, Step
from tests.support.backends import Backend, fetch_some
from tests.support.eventually import found
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.tiny_agents import QUICK, Handle, agent_of

LEASE_SEC = 2.5
ONLY = parse_step("only")
GRAPH = Graph(
    name="struggle",
    steps=(Step(name=ONLY, policy=replace(QUICK, max_deliveries=2)),),
    artifacts={"made": "made"},
)
GRAPHS = {GRAPH.name: GRAPH}


@pytest.fixture
async def connection(backend: Backend) -> AsyncIterator[Connection]:
    """Connect with a short lease, and run two pipelines."""
    async with (
        await backend.connect(lease_sec=LEASE_SEC, patience_sec=10) as opened,
        running_pipeline(opened, GRAPHS, replicas=2),
    ):
        yield opened


def failing(error: Exception, *, times: int) -> Handle:
    """Give a handler whose first attempts fail."""

    async def handle(work: Work) -> AsyncGenerator[Told, None]:
        yield insight("requirement", "low", f"said in {work.run}")
        if work.attempt <= times:
            raise error
        yield outcome({"made": f"made in {work.run}"})

    return handle


async def letter_of(connection: Connection, job_id: JobId) -> DeadLetter:
    """Wait for a job's dead letter."""

    async def look() -> DeadLetter | None:
        letters = await connection.letters.read(job_id)
        return decode_letter(letters[0].data) if letters else None

    return await found(look)


async def test_a_retry_follows_its_pause_and_only_its_words_stay(connection: Connection) -> None:
    """Two attempts fail and say when the next comes; the third one's words and document are the job's."""
    busy = TransientError("the model is busy", code="model_busy", delay_sec=0.05)
    async with running_agents(connection, [agent_of(ONLY, failing(busy, times=2))], lease_sec=LEASE_SEC):
        job_id = await start_job(connection, GRAPH.name)
        done = await until_done(connection, job_id)

    shown = await history(connection, job_id)
    errors = [event.data for event in shown if isinstance(event, ErrorEvent)]
    assert [(error.attempt, error.code, error.retryable) for error in errors] == [
        (1, "model_busy", True),
        (2, "model_busy", True),
    ]
    assert all(error.next_try_sec is not None and error.next_try_sec >= 0.05 for error in errors)
    assert [said.message for said in (await state_of(connection, job_id)).insights] == ["said in 3.1"]
    assert await connection.documents.get(done.data.artifacts["made"]) == b"made in 3.1"
    assert await connection.letters.read(job_id) == []
    assert_one_end(shown)


async def test_a_retry_that_waits_holds_no_worker(connection: Connection) -> None:
    """The only slot of the only agent is free meanwhile: another job, started later, ends before the next attempt."""
    busy = TransientError("the model is busy", code="model_busy", delay_sec=1.5)
    begun: list[str] = []

    async def handle(work: Work) -> AsyncGenerator[Told, None]:
        name = await work.read("text", str)
        begun.append(f"{name} {work.attempt}")
        if (name, work.attempt) == ("first", 1):
            raise busy
        yield outcome({"made": "at last"})

    async with running_agents(connection, [agent_of(ONLY, handle)], lease_sec=LEASE_SEC, slots=1):
        waiting = await start_job(connection, GRAPH.name, {"text": "first"})
        async with watching(connection, waiting) as watch:
            await watch.until_state(ONLY, "pending", attempt=2)
        other = await start_job(connection, GRAPH.name, {"text": "other"})
        await until_done(connection, other)
        await until_done(connection, waiting)

    assert begun == ["first 1", "other 1", "first 2"]


async def test_a_lease_that_ends_gives_the_work_to_another_and_fences_the_first(connection: Connection) -> None:
    """Who sleeps over its lease and reports afterwards changes nothing, though it acknowledges what is not its own."""
    asleep = await connection.queue.work(ONLY)
    job_id = await start_job(connection, GRAPH.name)
    (held,) = await fetch_some(asleep)
    await asleep.stop()
    awake = failing(TransientError("never"), times=0)
    async with running_agents(connection, [agent_of(ONLY, awake)], lease_sec=LEASE_SEC):
        done = await until_done(connection, job_id)
    before = await history(connection, job_id)

    late = Succeeded(job_id=job_id, revision=1, step=ONLY, attempt=1, delivery=1, refs={"made": "of the loser"})
    stored = await connection.log.append(subjects.results(job_id), encode_outcome(late))
    await held.ack()

    dossier = Dossier(job_id, connection.log, GRAPHS)
    await dossier.catch_up(stored.seq)
    told = [event.id for event in dossier.job.lifecycle]  # all that any pipeline will ever tell of these facts
    assert told == [event.id for event in before if event.id in told]
    assert len(await history(connection, job_id)) == len(before)
    assert await connection.documents.get(done.data.artifacts["made"]) == b"made in 1.2"
    assert [step.run for step in (await state_of(connection, job_id)).steps] == ["1.2"]
    assert_one_end(before)


async def test_who_dies_each_time_is_reported_as_crashed_and_tried_again(connection: Connection) -> None:
    """An attempt that was handed out twice in vain is over without being run; the next one is new."""
    dying = await connection.queue.work(ONLY)
    job_id = await start_job(connection, GRAPH.name)
    for _ in range(2):
        (delivery,) = await fetch_some(dying)
        await delivery.nak(0)  # as if its lease had ended
    await dying.stop()
    async with running_agents(
        connection, [agent_of(ONLY, failing(TransientError("never"), times=0))], lease_sec=LEASE_SEC
    ):
        done = await until_done(connection, job_id)

    errors = [event.data for event in await history(connection, job_id) if isinstance(event, ErrorEvent)]
    assert [(error.attempt, error.code, error.retryable) for error in errors] == [(1, "crashed", True)]
    assert await connection.documents.get(done.data.artifacts["made"]) == b"made in 2.1"


@pytest.mark.parametrize(
    ("error", "times", "attempts"),
    [(PermanentError("it has no words", code="no_words"), 1, 1), (TransientError("busy", code="busy"), 3, 3)],
    ids=["fatal", "exhausted"],
)
async def test_what_is_given_up_is_buried_and_can_be_tried_again(
    connection: Connection, error: PermanentError | TransientError, times: int, attempts: int
) -> None:
    """The letter has the reason, every attempt and the item; a retry opens the next revision, and the letter goes."""
    async with running_agents(connection, [agent_of(ONLY, failing(error, times=times))], lease_sec=LEASE_SEC):
        job_id = await start_job(connection, GRAPH.name)
        failed = await until_done(connection, job_id)
        letter = await letter_of(connection, job_id)
        await Jobs(connection).retry(job_id)
        done = await until_done(connection, job_id, revision=2)

        async def no_letter() -> bool | None:
            return not await connection.letters.read(job_id) or None

        await found(no_letter)

    assert (failed.data.status, done.data.status) == ("failed", "completed")
    assert (letter.code, letter.reason) == (error.code, str(error))
    assert [(one.attempt, one.code) for one in letter.attempts] == [(n + 1, error.code) for n in range(attempts)]
    assert letter.item is not None
    assert (letter.item.step, letter.item.attempt) == (ONLY, attempts)
    assert_one_end(await history(connection, job_id), revisions=2)


async def test_what_cannot_be_read_is_buried_as_it_is(backend: Backend, connection: Connection) -> None:
    """Work that is none keeps nobody busy: its letter shows it, and it is not handed out again."""
    job_id = new_job_id()
    async with running_agents(connection, [agent_of(ONLY, failing(TransientError("never"), times=0))]):
        await backend.store_work(subjects.work(ONLY, job_id, 1), b"rubbish")
        letter = await letter_of(connection, job_id)

    assert (letter.code, letter.undecodable) == ("undecodable", "rubbish")
    assert await (await connection.queue.work(ONLY)).fetch(1) == []
