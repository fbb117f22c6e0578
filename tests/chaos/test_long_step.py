"""A minute of real time in one step, with a lease of five seconds: processes, a real server, two of everything.

Ten minutes of it, on a clock that jumps, are in `tests/unit/sdk/test_long_steps.py`.
"""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from contracts import subjects
from contracts.events import StepProgressEvent
from contracts.work import Succeeded, decode_outcome
from eventlog import LogSettings, connect
from pipeline.graph import Graph, Step
from tests.support.jobs import assert_one_end, history, start_job, state_of, watching
from tests.support.nats_server import nats_server
from tests.support.tiny_agents import QUICK
from tests.support.trial import Trial

LEASE_SEC = 5.0
MINUTE_SEC = 60.0
LONG = Graph(
    name="long",
    steps=(Step(name="second", policy=replace(QUICK, attempt_deadline_sec=100.0, step_deadline_sec=110.0)),),
)


@pytest.mark.timeout(180)
async def test_a_minute_with_a_lease_of_five_seconds_is_one_run(tmp_path: Path) -> None:
    """One job waits, one computes without ever awaiting: each is handed out once, runs once and ends once."""
    async with nats_server(tmp_path) as server:
        trial = Trial(tmp_path, server, lease_sec=LEASE_SEC, graph=LONG)
        try:
            await asyncio.gather(*(trial.pipeline() for _ in range(2)))
            agents = await asyncio.gather(*(trial.agents("second") for _ in range(2)))
            async with await connect(LogSettings(url=server.url, lease_sec=LEASE_SEC)) as connection:
                gates = {word: tmp_path / word for word in ("gate", "compute")}
                jobs = [
                    await start_job(connection, LONG.name, {"text": "one two", "script": f"{word} {gate}"})
                    for word, gate in gates.items()
                ]
                for job_id in jobs:
                    async with watching(connection, job_id) as watch:
                        await watch.until_milestone("second began 1.1")
                await asyncio.sleep(MINUTE_SEC)  # the time that passes is what is tested
                for gate in gates.values():
                    gate.touch()
                for job_id in jobs:
                    async with watching(connection, job_id) as watch:
                        await watch.until_done(timeout_sec=20)
                    shown = await history(connection, job_id)
                    begun = [
                        event.data.milestone
                        for event in shown
                        if isinstance(event, StepProgressEvent) and "began" in (event.data.milestone or "")
                    ]
                    (stored,) = await connection.log.read(subjects.results(job_id))
                    outcome = decode_outcome(stored.data)

                    assert begun == ["second began 1.1"]
                    assert isinstance(outcome, Succeeded)
                    assert (outcome.attempt, outcome.delivery) == (1, 1)
                    assert outcome.duration_ms >= MINUTE_SEC * 1000
                    assert [step.run for step in (await state_of(connection, job_id)).steps] == ["1.1"]
                    assert_one_end(shown)
        finally:
            await trial.stop()
    assert sum(agent.log.read_text().count('"run_ended"') for agent in agents) == len(jobs)
