"""A minute of real time in one step, with a lease of five seconds: processes, a real server, two of everything."""

import asyncio
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from contracts import subjects
from contracts.events import Event, StepProgressEvent, UnknownEvent
from contracts.ids import JobId
from contracts.work import Outcome, decode_outcome
from eventlog import Connection, LogSettings, connect
from pipeline.graph import Graph, Step
from tests.support.jobs import history, start_job, state_of, watching
from tests.support.nats_server import nats_server
from tests.support.tiny_agents import QUICK
from tests.support.trial import Trial

LEASE_SEC: Final = 5.0
MINUTE_SEC: Final = 60.0
_LONG: Final = Graph(
    name="long",
    steps=(Step(name="second", policy=replace(QUICK, attempt_deadline_sec=100.0, step_deadline_sec=110.0)),),
)


class Long(msgspec.Struct, frozen=True):
    """What was left of one job."""

    shown: list[Event | UnknownEvent]
    outcomes: list[Outcome]
    runs: list[str | None]
    """The run of each step in the final state."""

    @property
    def begun(self) -> list[str]:
        """How often its step began, by what it told."""
        steps = (event.data.milestone for event in self.shown if isinstance(event, StepProgressEvent))
        return [milestone for milestone in steps if milestone is not None and "began" in milestone]


async def minute(folder: Path) -> dict[str, Long]:
    """See two jobs through a minute: one waits, one computes without ever awaiting; gives both by what they do."""
    async with nats_server(folder) as server:
        trial = Trial(folder, server, lease_sec=LEASE_SEC, graph=_LONG)
        try:
            await asyncio.gather(*(trial.pipeline() for _ in range(2)), *(trial.agents("second") for _ in range(2)))
            async with await connect(LogSettings(url=server.url, lease_sec=LEASE_SEC)) as connection:
                gates = {word: folder / word for word in ("gate", "compute")}
                jobs = {
                    word: await start_job(connection, _LONG.name, {"text": "one two", "script": f"{word} {gate}"})
                    for word, gate in gates.items()
                }
                for job_id in jobs.values():
                    async with watching(connection, job_id) as watch:
                        await watch.until_milestone("second began 1.1", timeout_sec=100)  # beside a chaos run
                await asyncio.sleep(MINUTE_SEC)  # the time that passes is what is tested
                for gate in gates.values():
                    gate.touch()
                return {word: await _left_of(connection, job_id) for word, job_id in jobs.items()}
        finally:
            await trial.stop()


async def _left_of(connection: Connection, job_id: JobId) -> Long:
    async with watching(connection, job_id) as watch:
        await watch.until_done()
    stored = await connection.log.read(subjects.results(job_id))
    runs = [step.run for step in (await state_of(connection, job_id)).steps]
    return Long(await history(connection, job_id), [decode_outcome(message.data) for message in stored], runs)
