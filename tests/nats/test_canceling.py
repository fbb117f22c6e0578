"""Cancel over NATS and over HTTP, through the real pipeline, of handlers that compute, wait, or have just ended."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import nats
import pytest
from msgspec.structs import replace

from agents.sdk import Told, Work, outcome, progress
from agents.sdk.computing import ComputingPool
from agents.sdk.zygote import Zygote
from contracts import subjects
from contracts.control import Cancel, Start, decode_control
from contracts.events import DoneEvent
from contracts.ids import JobId
from eventlog import Connection, LogSettings, TransientError, connect
from pipeline.graph import Graph, Step
from pipeline.service import serve_commands
from tests.support.eventually import eventually, gone
from tests.support.gateway import running_gateway
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, until_done, watching
from tests.support.nats_server import nats_server
from tests.support.tiny_agents import QUICK, TRIAL, First, Second, Third, agent_of

TEXT = {"text": "one two three", "script": "go"}
PATIENT = Graph(
    name="patient",
    steps=(Step(name="only", policy=replace(QUICK, backoff_base_sec=30.0, backoff_cap_sec=30.0)),),
)
"""A failed attempt is tried again after up to half a minute."""

GRAPHS = {graph.name: graph for graph in (TRIAL, PATIENT)}
Ask = Callable[[JobId], Awaitable[str]]


class Doors:
    """Both ways to cancel a job; each tells the status of its answer."""

    def __init__(self, connection: Connection, over_nats: Ask, over_http: Ask) -> None:
        self.connection = connection
        self.by = {"nats": over_nats, "http": over_http}


@pytest.fixture
async def doors(tmp_path: Path) -> AsyncIterator[Doors]:
    """Run nats-server, two pipelines with their commands, and a gateway."""
    async with (
        nats_server(tmp_path) as server,
        await connect(LogSettings(url=server.url, patience_sec=10)) as connection,
        running_pipeline(connection, GRAPHS, replicas=2),
        running_gateway(connection, tmp_path) as gateway,
    ):
        commands = await serve_commands(connection, frozenset(GRAPHS))
        client = await nats.connect(server.url)

        async def over_nats(job_id: JobId) -> str:
            reply = await client.request("pipeline.cancel", json.dumps({"job_id": job_id}).encode(), timeout=5)
            return (reply.headers or {}).get("Nats-Service-Error-Code", "202")

        async def over_http(job_id: JobId) -> str:
            headers = {"Authorization": f"Bearer {gateway.token(job_id)}"}
            return str((await gateway.client.post(f"/api/jobs/{job_id}/cancel", headers=headers)).status_code)

        yield Doors(connection, over_nats, over_http)
        await client.close()
        await commands.stop()


@pytest.fixture
def pool() -> Iterator[ComputingPool]:
    """Give processes to compute in."""
    zygote = Zygote([])
    made = ComputingPool(zygote)
    yield made
    made.close()
    zygote.close()


async def ended(doors: Doors, job_id: JobId) -> DoneEvent:
    """Wait for the one end of a job."""
    done = await until_done(doors.connection, job_id, timeout_sec=30)
    assert_one_end(await history(doors.connection, job_id))
    return done


@pytest.mark.parametrize("door", ["nats", "http"])
async def test_a_computing_handler_is_stopped_within_a_second(
    doors: Doors, door: str, pool: ComputingPool, tmp_path: Path
) -> None:
    """From the asking on: its process is dead and the end is told, though it awaits nothing and its lease is long."""
    gate = tmp_path / "gate"
    agents = [First(), Second(), Third()]
    async with running_agents(doors.connection, agents, lease_sec=60, computer=pool):
        job_id = await start_job(doors.connection, TRIAL.name, {**TEXT, "script": f"compute {gate}"})
        await eventually((tmp_path / "gate.pid").exists, within_sec=30)
        async with watching(doors.connection, job_id) as watch, asyncio.timeout(1.0):
            assert await doors.by[door](job_id) == "202"
            await gone(tmp_path / "gate.pid")
            done = await watch.until_done()

    assert done.data.status == "canceled"
    state = await state_of(doors.connection, job_id)
    assert [step.state for step in state.steps] == ["completed", "skipped", "skipped"]


@pytest.mark.parametrize("door", ["nats", "http"])
async def test_a_job_that_waits_for_a_retry_is_canceled_at_once(doors: Doors, door: str) -> None:
    """It ends without waiting for its pause, and the next attempt is never made."""
    attempts: list[int] = []

    async def busy(work: Work) -> AsyncGenerator[Told, None]:
        attempts.append(work.attempt)
        yield progress(10)
        raise TransientError("the model is busy", code="model_busy", delay_sec=2.0)

    async with running_agents(doors.connection, [agent_of("only", busy)]):
        job_id = await start_job(doors.connection, PATIENT.name, TEXT)
        async with watching(doors.connection, job_id) as watch:
            await watch.until_state("only", "pending", attempt=2)
            async with asyncio.timeout(1.0):
                assert await doors.by[door](job_id) == "202"
                done = await watch.until_done()
        await asyncio.sleep(2.5)  # the shortest pause would have ended: the time that passes is what is tested

    assert done.data.status == "canceled"
    assert attempts == [1]
    assert_one_end(await history(doors.connection, job_id))


async def test_canceled_by_both_doors_at_once_a_job_ends_once(doors: Doors) -> None:
    """Asked four times, it is told once, by one fact; asked again behind the end, it is too late."""

    async def endless(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting")
        await asyncio.Event().wait()
        yield outcome()

    async with running_agents(doors.connection, [agent_of("first", endless)]):
        job_id = await start_job(doors.connection, TRIAL.name, TEXT)
        async with watching(doors.connection, job_id) as watch:
            await watch.until_milestone("waiting")
        asked = await asyncio.gather(*(ask(job_id) for ask in [*doors.by.values(), *doors.by.values()]))
        done = await ended(doors, job_id)

    assert set(asked) <= {"202", "409"}
    assert "202" in asked
    assert done.data.status == "canceled"
    assert [await ask(job_id) for ask in doors.by.values()] == ["409", "409"]
    control = await doors.connection.log.read(subjects.control(job_id))
    assert [type(decode_control(message.data)) for message in control] == [Start, Cancel]


async def test_of_cancel_and_completion_one_wins(doors: Doors) -> None:
    """Asked for in the moment of the last success, a job ends once: as canceled, with its last step skipped, or not."""
    last = asyncio.Event()

    async def finishing(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(90, "nearly done")
        await last.wait()
        yield outcome({"made": "all of it"})

    async with running_agents(doors.connection, [agent_of("only", finishing)], slots=12):
        jobs = [await start_job(doors.connection, PATIENT.name, TEXT) for _ in range(12)]
        for job_id in jobs:
            async with watching(doors.connection, job_id) as watch:
                await watch.until_milestone("nearly done")
        last.set()
        ways = [*doors.by.values()] * 6
        await asyncio.gather(*(ask(job_id) for ask, job_id in zip(ways, jobs, strict=True)))
        ends = Counter([(await ended(doors, job_id)).data.status for job_id in jobs])

    assert ends.total() == len(jobs)
    assert set(ends) <= {"completed", "canceled"}
    for job_id in jobs:
        state = await state_of(doors.connection, job_id)
        assert (state.status, state.steps[0].state) in {("completed", "completed"), ("canceled", "skipped")}
