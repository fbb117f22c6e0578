"""Services are killed in the middle of a job: it completes, and nothing is doubled."""

import asyncio
import signal
from pathlib import Path

import psutil
import pytest

from contracts import subjects
from contracts.ids import JobId
from contracts.work import Released, Succeeded, decode_outcome
from eventlog import Connection
from tests.support.eventually import eventually, gone
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.nats_server import NatsServer
from tests.support.trial import Trial


async def runs_of(connection: Connection, job_id: JobId) -> list[str]:
    """List the runs that the steps' ends name."""
    return [str(step.run) for step in (await state_of(connection, job_id)).steps]


async def test_an_agent_is_killed_in_the_middle_of_its_step(
    connection: Connection, trial: Trial, tmp_path: Path
) -> None:
    """A kill -9 of an agent that works: another one runs the same attempt, and only what that one told is shown."""
    gate = tmp_path / "gate"
    await trial.pipeline()
    victim = await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"gate {gate}"})
    async with watching(connection, job_id) as watch:
        await watch.until_milestone("second began 1.1")
        victim.kill()
        await victim.ended()
        gate.touch()
        await trial.agents("first", "second", "third")
        done = await watch.until_done(timeout_sec=20)

    assert done.data.status == "completed"
    assert await runs_of(connection, job_id) == ["1.1", "1.2", "1.1"]
    assert_one_end(await history(connection, job_id))
    state = await state_of(connection, job_id)
    assert [one.message for one in state.insights] == ["first was here", "second was here", "third was here"]
    assert state.errors == []


async def test_an_agent_is_killed_while_it_computes(connection: Connection, trial: Trial, tmp_path: Path) -> None:
    """A kill -9 of an agent leaves nothing behind: its computing process ends too, and another agent computes."""
    gate = tmp_path / "gate"
    await trial.pipeline()
    victim = await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"compute {gate}"})
    pid_file = tmp_path / "gate.pid"
    await eventually(pid_file.exists)
    family = psutil.Process(victim.pid).children(recursive=True)
    assert int(pid_file.read_text()) in {process.pid for process in family}
    victim.kill()
    await victim.ended()
    await gone(pid_file)
    await eventually(lambda: not any(process.is_running() for process in family))
    gate.touch()
    await trial.agents("second", "third")
    done = await until_done(connection, job_id, timeout_sec=20)

    assert done.data.status == "completed"
    assert await runs_of(connection, job_id) == ["1.1", "1.2", "1.1"]
    assert_one_end(await history(connection, job_id))


@pytest.mark.parametrize("milestone", ["first read the text", "second began 1.1", "third read the text"])
async def test_the_pipeline_is_killed_in_the_middle_of_a_job(
    connection: Connection, trial: Trial, tmp_path: Path, milestone: str
) -> None:
    """A kill -9 of the pipeline, early, in the middle and late: a new one goes on, and no step runs twice."""
    gate = tmp_path / "gate"
    victim = await trial.pipeline()
    await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"gate {gate}"})
    async with watching(connection, job_id) as watch:
        if milestone.startswith("third"):
            gate.touch()
        await watch.until_milestone(milestone)
        victim.kill()
        await victim.ended()
        gate.touch()
        await trial.pipeline()
        done = await watch.until_done(timeout_sec=20)

    assert done.data.status == "completed"
    assert_one_end(await history(connection, job_id))
    stored = await connection.log.read(subjects.results(job_id))
    reported = [decode_outcome(message.data) for message in stored]
    assert [(type(one), one.step, one.attempt) for one in reported] == [
        (Succeeded, "first", 1),
        (Succeeded, "second", 1),
        (Succeeded, "third", 1),
    ]


async def test_two_pipelines_and_two_of_each_agent_share_the_work(
    connection: Connection, server: NatsServer, tmp_path: Path
) -> None:
    """Two replicas of everything are the normal case: twenty jobs end once each, and no step runs twice."""
    trial = Trial(tmp_path, server, lease_sec=20)  # no machine is so slow that a lease is lost without a fault
    try:
        await asyncio.gather(
            trial.pipeline(),
            trial.pipeline(),
            trial.agents("first", "second", "third"),
            trial.agents("first", "second", "third"),
        )
        jobs = [await start_job(connection, "trial", {"text": f"text {n}", "script": "go"}) for n in range(20)]
        for job_id in jobs:
            done = await until_done(connection, job_id)
            assert done.data.status == "completed"
            assert_one_end(await history(connection, job_id))
            assert len(await connection.log.read(subjects.results(job_id))) == 3
    finally:
        await trial.stop()


async def test_a_stopped_agent_hands_its_work_back_and_exits_cleanly(
    connection: Connection, trial: Trial, tmp_path: Path
) -> None:
    """SIGTERM: what does not end within the grace is handed back at no cost, and the exit status is 0."""
    gate = tmp_path / "gate"
    pipeline = await trial.pipeline()
    first = await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"compute {gate}"})
    pid_file = tmp_path / "gate.pid"
    await eventually(pid_file.exists)
    first.kill(signal.SIGTERM)
    assert await first.ended() == 0
    await gone(pid_file)
    pid_file.unlink()
    gate.touch()
    await trial.agents("second", "third")
    done = await until_done(connection, job_id, timeout_sec=20)

    assert done.data.status == "completed"
    reported = [decode_outcome(message.data) for message in await connection.log.read(subjects.results(job_id))]
    assert [type(one) for one in reported] == [Succeeded, Released, Succeeded, Succeeded]
    assert await runs_of(connection, job_id) == ["1.1", "1.4", "1.1"]
    pipeline.kill(signal.SIGTERM)
    assert await pipeline.ended() == 0
