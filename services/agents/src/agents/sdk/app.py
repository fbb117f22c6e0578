"""The composition root of a process of agents."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from agents.sdk.agent import Agent
from agents.sdk.computing import ComputingPool
from agents.sdk.runner import Runner
from agents.sdk.service import Service
from agents.sdk.settings import AgentSettings
from agents.sdk.standstill import ended_at_a_standstill
from agents.sdk.zygote import Zygote
from contracts.ids import JobId, parse_step
from eventlog import Connection, LogSettings, connect
from eventlog.collecting import collect_seldom
from eventlog.intake import Intake
from eventlog.readiness import notify_ready
from eventlog.stopping import told_by_signals, unless

logger = structlog.get_logger(__name__)

EXIT_BROKEN: Final = 70
"""The exit status of a process that can no longer work and must be started again (`EX_SOFTWARE`)."""

_HANDING_BACK_SEC: Final = 2.5


async def main(agents: Sequence[Agent], zygote: Zygote, settings: AgentSettings, environment: Mapping[str, str]) -> int:
    """Run agents until SIGTERM or SIGINT, and return the exit status.

    Raises:
        ConfigurationError: They cannot start like this.
    """
    log_settings = LogSettings.from_environment(environment, name="-".join(agent.step for agent in agents))
    stop = asyncio.Event()
    with told_by_signals(stop.set):
        logger.info("agents_starting", steps=[agent.step for agent in agents])
        connected = await unless(stop, connect(log_settings))
        if connected is None:
            return 0
        async with connected as connection, ended_at_a_standstill(settings.standstill_sec):
            pool = ComputingPool(zygote, workers=settings.processes)
            runners = [Runner(agent, connection, pool, lease_sec=log_settings.lease_sec) for agent in agents]
            broken = [pool.broken, *(runner.stubborn for runner in runners)]
            watching = asyncio.create_task(_stop_when_broken(broken, stop))
            services = [service for agent in agents if (service := agent.service(pool)) is not None]
            try:
                await serve(runners, connection, settings, stop, services)
            finally:
                watching.cancel()
                pool.close()
            return EXIT_BROKEN if any(event.is_set() for event in broken) else 0


async def serve(
    runners: Sequence[Runner],
    connection: Connection,
    settings: AgentSettings,
    stop: asyncio.Event,
    services: Sequence[Service] = (),
) -> None:
    """Do the work of some steps, and answer, until told to stop; what takes longer than the grace is handed back."""

    def hinted(job_id: JobId, _hint: str) -> None:
        for runner in runners:
            runner.look(job_id)

    listening = await connection.signals.listen(hinted)
    intakes = [
        Intake(await connection.queue.work(parse_step(runner.step)), runner.handle, slots=settings.slots)
        for runner in runners
    ]
    answering = [await connection.commands.serve(*service) for service in services]
    steps = [runner.step for runner in runners]
    collect_seldom()
    notify_ready(",".join(steps))
    logger.info("agents_ready", steps=steps, slots=settings.slots)
    async with asyncio.TaskGroup() as group:
        for intake in intakes:
            group.create_task(intake.run(stop))
    async with asyncio.TaskGroup() as group:
        for service in answering:
            group.create_task(service.stop())
        drained = await _drain(intakes, settings.grace_sec)
        if not drained:
            for runner in runners:
                runner.release.set()
            drained = await _drain(intakes, _HANDING_BACK_SEC)
    await listening.stop()
    logger.info("agents_stopped", steps=steps, drained=drained)


async def _drain(intakes: Sequence[Intake], grace_sec: float) -> bool:
    return all(await asyncio.gather(*(intake.drain(grace_sec) for intake in intakes)))


async def _stop_when_broken(broken: Sequence[asyncio.Event], stop: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in broken]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        logger.error("agents_broken", action="stopping, to be started again")
        stop.set()
    finally:
        for task in waiting:
            task.cancel()
