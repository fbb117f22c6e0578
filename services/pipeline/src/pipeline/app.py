"""The pipeline's composition root."""

import asyncio
from collections.abc import Mapping

import structlog

from eventlog import LogSettings, connect
from eventlog.collecting import collect_seldom
from eventlog.intake import Intake
from eventlog.readiness import notify_ready
from eventlog.stopping import told_by_signals, unless
from pipeline.graph import Graph
from pipeline.graphs import GRAPHS
from pipeline.runner import Runner, utc_now
from pipeline.service import serve_commands
from pipeline.settings import PipelineSettings
from pipeline.sweeper import Sweeper

logger = structlog.get_logger(__name__)


async def serve(
    settings: PipelineSettings, log_settings: LogSettings, graphs: Mapping[str, Graph], stop: asyncio.Event
) -> None:
    """Handle facts until told to stop; what is being handled then is finished within the grace.

    Raises:
        ConfigurationError: The log exists with settings that cannot be changed into ours.
        TransientError: The log did not answer within its patience.
    """
    logger.info("pipeline_starting")
    connected = await unless(stop, connect(log_settings))
    if connected is None:
        return
    async with connected as connection:
        runner = Runner(connection, graphs)
        deliveries = await connection.queue.facts()
        intake = Intake(deliveries, runner.handle, slots=settings.slots)
        sweeper = Sweeper(connection, graphs, utc_now, retention_sec=log_settings.retention_sec)
        commands = await serve_commands(connection, frozenset(graphs))
        collect_seldom()
        notify_ready("pipeline")
        logger.info("pipeline_ready", graphs=sorted(graphs), slots=settings.slots)
        async with asyncio.TaskGroup() as together:
            together.create_task(sweeper.run(stop))
            await intake.run(stop)
        await commands.stop()
        ended = await intake.drain(settings.grace_sec)
        logger.info("pipeline_stopped", drained=ended)


async def main(environment: Mapping[str, str]) -> None:
    """Run the pipeline until SIGTERM or SIGINT.

    Raises:
        ConfigurationError: It cannot start like this.
    """
    settings = PipelineSettings.from_environment(environment)
    log_settings = LogSettings.from_environment(environment, name="pipeline")
    stop = asyncio.Event()
    with told_by_signals(stop.set):
        await serve(settings, log_settings, GRAPHS | settings.own_graphs(), stop)
