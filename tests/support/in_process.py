"""The pipeline and agents in the test's own process, over a real or an in-memory log."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from agents.sdk.agent import Agent
from agents.sdk.app import serve
from agents.sdk.runner import Runner as AgentRunner
from agents.sdk.settings import AgentSettings
from agents.sdk.testing import ComputedHere
from agents.sdk.work import Computer
from eventlog import Connection
from eventlog.intake import Intake
from pipeline.graph import Graph
from pipeline.runner import Runner, utc_now
from tests.support.tiny_agents import TRIAL


@asynccontextmanager
async def running_pipeline(
    connection: Connection,
    graphs: Mapping[str, Graph] | None = None,
    *,
    replicas: int = 1,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[None]:
    """Run pipelines until the block ends."""
    stop = asyncio.Event()
    intakes = [
        Intake(
            await connection.queue.facts(),
            Runner(connection, graphs or {TRIAL.name: TRIAL}, clock=clock).handle,
            slots=16,
        )
        for _ in range(replicas)
    ]
    running = [asyncio.create_task(intake.run(stop)) for intake in intakes]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*running)
        for intake in intakes:
            await intake.drain(5)


@asynccontextmanager
async def running_agents(
    connection: Connection,
    agents: Sequence[Agent],
    *,
    lease_sec: float = 5.0,
    slots: int = 2,
    grace_sec: float = 5.0,
    computer: Computer | None = None,
) -> AsyncIterator[asyncio.Event]:
    """Run agents until the block ends, or until the event that it gives is set."""
    stop = asyncio.Event()
    computer = computer or ComputedHere()
    runners = [AgentRunner(agent, connection, computer, lease_sec=lease_sec) for agent in agents]
    services = [service for agent in agents if (service := agent.service(computer)) is not None]
    settings = AgentSettings(slots=slots, grace_sec=grace_sec)
    running = asyncio.create_task(serve(runners, connection, settings, stop, services))
    try:
        yield stop
    finally:
        stop.set()
        await running
