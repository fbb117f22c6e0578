"""A handler that blocks the event loop of its process: no lease is renewed, no deadline heeded, no signal heard."""

from pathlib import Path

from eventlog import LogSettings, connect
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.nats_server import nats_server
from tests.support.tiny_agents import TRIAL
from tests.support.trial import LEASE_SEC, Trial


async def test_an_agent_that_stands_still_is_ended_and_its_work_done_elsewhere(tmp_path: Path) -> None:
    """The process ends itself and says where it stood; the step runs again at another one, and the job ends once."""
    async with nats_server(tmp_path) as server:
        trial = Trial(tmp_path, server, AGENT_STANDSTILL="3")
        try:
            await trial.pipeline()
            victim = await trial.agents("first", "second", "third")
            async with await connect(LogSettings(url=server.url, lease_sec=LEASE_SEC)) as connection:
                script = f"block {tmp_path / 'blocked'}"
                job_id = await start_job(connection, TRIAL.name, {"text": "one two", "script": script})
                async with watching(connection, job_id) as watch:
                    await watch.until_milestone("second began 1.1")
                assert await victim.ended() == 1
                await trial.agents("first", "second", "third")
                done = await until_done(connection, job_id)

                assert done.data.status == "completed"
                assert [step.run for step in (await state_of(connection, job_id)).steps] == ["1.1", "1.2", "1.1"]
                assert_one_end(await history(connection, job_id))
        finally:
            await trial.stop()
    assert "tiny_agents.py" in victim.log.read_text()
