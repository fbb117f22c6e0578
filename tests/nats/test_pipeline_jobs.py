"""Pipeline and agents over a real nats-server, in one process."""

import asyncio
from collections.abc import AsyncGenerator

from agents.sdk import PermanentError, Told, TransientError, Work, insight, outcome, progress
from contracts import subjects
from contracts.control import Cancel, Redrive, Start, encode_control
from contracts.events import ErrorEvent, JobStatus, JobStatusEvent, encode_event
from contracts.ids import JobId, lifecycle_event_id, new_job_id
from eventlog import Connection
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.tiny_agents import First, Second, Third, agent_of, telling

TEXT = {"text": "one two three", "script": "go"}


async def control(connection: Connection, fact: Cancel | Redrive) -> None:
    """Append a control fact behind the last one, as the gateway does."""
    subject = subjects.control(JobId(fact.job_id))
    last = await connection.log.last(subject)
    assert last is not None
    await connection.log.append(subject, encode_control(fact), expected_last=last.seq)


async def test_a_job_runs_through_its_graph(connection: Connection) -> None:
    """Every step is dispatched when its inputs are there, and the job ends with what they made."""
    async with running_pipeline(connection), running_agents(connection, [First(), Second(), Third()]):
        job_id = await start_job(connection, "trial", TEXT)
        done = await until_done(connection, job_id)

    assert done.data.status == "completed"
    assert await connection.documents.get(done.data.artifacts["third"]) == b"third: one two three"
    events = await history(connection, job_id)
    assert_one_end(events)
    assert isinstance(events[0], JobStatusEvent)
    assert events[0].data.status == "started"
    state = await state_of(connection, job_id)
    assert [(step.step, step.state, step.run) for step in state.steps] == [
        ("first", "completed", "1.1"),
        ("second", "completed", "1.1"),
        ("third", "completed", "1.1"),
    ]
    assert state.metrics == {"words": 3.0}
    assert [one.message for one in state.insights] == ["first was here", "second was here", "third was here"]


async def test_a_gateway_that_told_the_start_is_believed(connection: Connection) -> None:
    """The first lifecycle event may come from the gateway: the pipeline goes on behind it."""
    job_id = new_job_id()
    start = Start(job_id=job_id, body_hash="0" * 64, documents={}, graph="trial")
    appended = await connection.log.append(subjects.control(job_id), encode_control(start), expected_last=0)
    told = JobStatusEvent(
        timestamp="2026-11-22T20:00:00.000Z",
        id=lifecycle_event_id(appended.seq, 0),
        job_id=job_id,
        data=JobStatus(status="started", revision=1),
    )
    await connection.log.append(subjects.status(job_id), encode_event(told), expected_last=0)
    async with running_pipeline(connection), watching(connection, job_id) as watch:
        await watch.until(lambda event: isinstance(event, JobStatusEvent) and event.data.status == "running")

    assert [event.id for event in watch.seen] == [f"{appended.seq}.0", f"{appended.seq}.1"]


async def test_many_jobs_at_once_end_each_with_its_own(connection: Connection) -> None:
    """Thirty jobs through two pipelines and one process of agents: each ends once, with its own text."""
    async with running_pipeline(connection, replicas=2), running_agents(connection, [First(), Second(), Third()]):
        jobs = [await start_job(connection, "trial", {"text": f"text {n}", "script": "go"}) for n in range(30)]
        ends = [await until_done(connection, job_id) for job_id in jobs]

    for n, (job_id, done) in enumerate(zip(jobs, ends, strict=True)):
        assert done.data.status == "completed"
        assert await connection.documents.get(done.data.artifacts["third"]) == f"third: text {n}".encode()
        assert_one_end(await history(connection, job_id))


async def test_a_step_that_fails_is_tried_again(connection: Connection) -> None:
    """A transient error is told with its pause, and the next attempt's words are the only ones that stay."""

    async def unsteady(work: Work) -> AsyncGenerator[Told, None]:
        yield insight("requirement", "low", f"attempt {work.attempt}")
        if work.attempt < 3:
            raise TransientError("The model is busy", code="model_busy", delay_sec=0.05)
        yield outcome({"by-second": "at last"})

    agents = [First(), agent_of("second", unsteady), Third()]
    async with running_pipeline(connection), running_agents(connection, agents):
        job_id = await start_job(connection, "trial", TEXT)
        done = await until_done(connection, job_id)

    assert done.data.status == "completed"
    errors = [event.data for event in await history(connection, job_id) if isinstance(event, ErrorEvent)]
    assert [(error.code, error.attempt, error.retryable) for error in errors] == [
        ("model_busy", 1, True),
        ("model_busy", 2, True),
    ]
    assert all(error.next_try_sec is not None and error.next_try_sec >= 0.05 for error in errors)
    state = await state_of(connection, job_id)
    assert [(one.step, one.message) for one in state.insights if one.step == "second"] == [("second", "attempt 3")]
    assert_one_end(await history(connection, job_id))


async def test_a_failed_job_hands_over_what_exists_and_can_be_redriven(connection: Connection) -> None:
    """A fatal error ends the job with the artifacts so far; a redrive opens the next revision at the failed step."""
    broken = True

    async def fragile(work: Work) -> AsyncGenerator[Told, None]:
        if broken:
            raise PermanentError("The text has no words", code="no_words")
        yield outcome({"by-second": await work.read("by-first", str)})

    agents = [First(), agent_of("second", fragile), Third()]
    async with running_pipeline(connection), running_agents(connection, agents):
        job_id = await start_job(connection, "trial", TEXT)
        failed = await until_done(connection, job_id)
        broken = False
        await control(connection, Redrive(job_id=job_id))
        completed = await until_done(connection, job_id, revision=2)

    assert (failed.data.status, set(failed.data.artifacts)) == ("failed", {"text", "first"})
    assert (completed.data.status, set(completed.data.artifacts)) == ("completed", {"text", "first", "second", "third"})
    events = await history(connection, job_id)
    assert_one_end(events, revisions=2)
    state = await state_of(connection, job_id)
    assert [(step.step, step.run) for step in state.steps] == [("first", "1.1"), ("second", "2.1"), ("third", "1.1")]


async def test_a_cancel_stops_what_runs_within_a_second(connection: Connection) -> None:
    """A handler that waits is cancelled at once, the job ends as canceled, and nothing is told afterwards."""
    ended = asyncio.Event()

    async def endless(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting")
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        yield outcome()

    agents = [First(), agent_of("second", endless), Third()]
    async with running_pipeline(connection), running_agents(connection, agents, lease_sec=60):
        job_id = await start_job(connection, "trial", TEXT)
        async with watching(connection, job_id) as watch:
            await watch.until_milestone("waiting")
            await control(connection, Cancel(job_id=job_id, reason="changed my mind"))
            done = await watch.until_done(timeout_sec=1)
        async with asyncio.timeout(1):
            await ended.wait()

    assert done.data.status == "canceled"
    state = await state_of(connection, job_id)
    assert (state.status, state.reason) == ("canceled", "changed my mind")
    assert [step.state for step in state.steps] == ["completed", "skipped", "skipped"]
    assert_one_end(await history(connection, job_id))


async def test_an_unreadable_document_fails_the_job(connection: Connection) -> None:
    """A document that is not what it should be will not get better: no second attempt."""

    async def reading(work: Work) -> AsyncGenerator[Told, None]:
        await work.read("text", dict)
        yield outcome()

    async with running_pipeline(connection), running_agents(connection, [agent_of("first", reading)]):
        job_id = await start_job(connection, "trial", TEXT)
        done = await until_done(connection, job_id)

    assert done.data.status == "failed"
    state = await state_of(connection, job_id)
    assert [(error.code, error.retryable) for error in state.errors] == [("malformed_document", False)]


async def test_a_bug_tells_nothing_of_the_text(connection: Connection) -> None:
    """An unexpected error is tried again, and its words, which may be the résumé's, are told to nobody."""

    async def buggy(work: Work) -> AsyncGenerator[Told, None]:
        text = await work.read("text", str)
        yield progress(10)
        raise LookupError(f"no section in {text}")

    async with running_pipeline(connection), running_agents(connection, [agent_of("first", buggy)]):
        job_id = await start_job(connection, "trial", TEXT)
        await until_done(connection, job_id)

    state = await state_of(connection, job_id)
    assert [(error.code, error.attempt) for error in state.errors] == [
        ("internal", 1),
        ("internal", 2),
        ("internal", 3),
    ]
    assert {error.message for error in state.errors} == {"the step failed unexpectedly (LookupError)"}


async def test_a_pipeline_that_comes_late_finds_everything(connection: Connection) -> None:
    """Facts wait for a pipeline: one that starts after the agents have done the first step goes on from there."""
    agents = [First(), agent_of("second", telling("second")), Third()]
    async with running_agents(connection, agents):
        async with running_pipeline(connection):
            job_id = await start_job(connection, "trial", TEXT)
            async with watching(connection, job_id) as watch:
                await watch.until_state("first", "running")
        async with running_pipeline(connection):
            done = await until_done(connection, job_id)

    assert done.data.status == "completed"
    assert_one_end(await history(connection, job_id))
