"""What was thought dead comes back: a server that restarts, an agent that was only asleep."""

import signal
from pathlib import Path

from contracts import subjects
from contracts.work import Succeeded, decode_outcome
from eventlog import Connection
from tests.support.eventually import found
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.nats_server import NatsServer
from tests.support.trial import Trial


async def test_nats_is_killed_in_the_middle_of_a_job(
    server: NatsServer, connection: Connection, trial: Trial, tmp_path: Path
) -> None:
    """A kill -9 of the log itself, and its restart: whoever ran goes on, and the job ends once."""
    gate = tmp_path / "gate"
    await trial.pipeline()
    await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"gate {gate}"})
    async with watching(connection, job_id) as watch:
        await watch.until_milestone("second began 1.1")
    server.kill()
    gate.touch()
    await server.start()
    done = await until_done(connection, job_id, timeout_sec=40)

    assert done.data.status == "completed"
    events = await history(connection, job_id)
    assert_one_end(events)
    state = await state_of(connection, job_id)
    assert [one.message for one in state.insights] == ["first was here", "second was here", "third was here"]
    assert state.errors == []


async def test_an_agent_sleeps_longer_than_its_lease(connection: Connection, trial: Trial, tmp_path: Path) -> None:
    """SIGSTOP of an agent at work: another one takes over and wins; what the first says on waking changes nothing."""
    gate = tmp_path / "gate"
    await trial.pipeline()
    sleeper = await trial.agents("first", "second", "third")
    job_id = await start_job(connection, "trial", {"text": "one two", "script": f"gate {gate}"})
    async with watching(connection, job_id) as watch:
        await watch.until_milestone("second began 1.1")
        sleeper.kill(signal.SIGSTOP)
        await trial.agents("first", "second", "third")
        await watch.until_milestone("second began 1.2")
        gate.touch()
        done = await watch.until_done(timeout_sec=20)
    shown, state = await history(connection, job_id), await state_of(connection, job_id)
    sleeper.kill(signal.SIGCONT)

    async def zombies_outcome() -> Succeeded | None:
        outcomes = [decode_outcome(one.data) for one in await connection.log.read(subjects.results(job_id))]
        late = [one for one in outcomes if one.step == "second" and one.delivery == 1]
        return late[0] if late and isinstance(late[0], Succeeded) else None

    await found(zombies_outcome)
    assert done.data.status == "completed"
    assert [step.run for step in state.steps] == ["1.1", "1.2", "1.1"]
    assert await history(connection, job_id) == shown
    assert await state_of(connection, job_id) == state
    assert_one_end(shown)
