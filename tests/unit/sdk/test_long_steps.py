"""A step that takes far longer than its lease runs once: ten minutes of simulated time, over the in-memory log."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from agents.sdk import Told, Work, outcome, progress
from contracts import subjects
from contracts.control import Start, encode_control
from contracts.ids import JobId, new_job_id
from eventlog import LogSettings
from eventlog.memory import MemoryConnection, MemoryServer
from pipeline.graph import Graph, RetryPolicy, Step
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, state_of, until_done
from tests.support.jumping_clock import JumpingLoop
from tests.support.tiny_agents import agent_of

LEASE_SEC = 5.0
TEN_MINUTES = 600.0
POLICY = RetryPolicy(attempts=1, attempt_deadline_sec=900.0, step_deadline_sec=1000.0, max_deliveries=1)
SLOW = Graph(name="slow", steps=(Step(name="waiting", policy=POLICY),), job_deadline_sec=3000.0)


def test_ten_minutes_with_a_lease_of_five_seconds_are_one_run() -> None:
    """Two replicas ask for the work all the time; whoever has it keeps it, and no other run is begun."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(ten_minutes())


async def ten_minutes() -> None:
    """Let a step wait for ten minutes."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpingLoop)
    server = MemoryServer(LogSettings(lease_sec=LEASE_SEC), clock=loop.clock)
    begun: list[str] = []

    async def wait(work: Work) -> AsyncGenerator[Told, None]:
        begun.append(work.run)
        yield progress(10)
        await asyncio.sleep(TEN_MINUTES)
        yield outcome({"made": "at last"})

    connections = [MemoryConnection(server) for _ in range(3)]
    async with (
        running_pipeline(connections[0], {SLOW.name: SLOW}, clock=loop.clock),
        running_agents(connections[1], [agent_of("waiting", wait)], lease_sec=LEASE_SEC),
        running_agents(connections[2], [agent_of("waiting", wait)], lease_sec=LEASE_SEC),
    ):
        job_id = await start(connections[0])
        done = await until_done(connections[0], job_id, timeout_sec=2 * TEN_MINUTES)

    assert loop.time() >= TEN_MINUTES
    assert begun == ["1.1"]
    assert done.data.status == "completed"
    assert done.data.duration_ms >= TEN_MINUTES * 1000
    assert [step.run for step in (await state_of(connections[0], job_id)).steps] == ["1.1"]
    assert_one_end(await history(connections[0], job_id))


def test_without_renewals_it_would_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: where the lease is never renewed, the step is handed out again and given up as crashed."""

    async def forget(_keeper: object) -> None:
        """Renew nothing."""

    monkeypatch.setattr("agents.sdk.keeper.Keeper._renew", forget)
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(ten_forgotten_minutes())


async def ten_forgotten_minutes() -> None:
    """Let a step wait for ten minutes whose lease nobody renews."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpingLoop)
    server = MemoryServer(LogSettings(lease_sec=LEASE_SEC), clock=loop.clock)

    async def wait(work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, work.run)
        await asyncio.sleep(TEN_MINUTES)
        yield outcome({"made": "too late"})

    connection = MemoryConnection(server)
    async with (
        running_pipeline(connection, {SLOW.name: SLOW}, clock=loop.clock),
        running_agents(connection, [agent_of("waiting", wait)], lease_sec=LEASE_SEC),
    ):
        job_id = await start(connection)
        done = await until_done(connection, job_id, timeout_sec=2 * TEN_MINUTES)

    assert done.data.status == "failed"


async def start(connection: MemoryConnection) -> JobId:
    """Start a job of the slow graph."""
    job_id = new_job_id()
    fact = Start(job_id=job_id, body_hash="0" * 64, documents={}, graph=SLOW.name)
    await connection.log.append(subjects.control(job_id), encode_control(fact), expected_last=0)
    return job_id
