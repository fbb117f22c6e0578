"""A gateway of each test's own, over its nats-server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import uvloop

from eventlog import Connection
from tests.support.gateway import RunningGateway, running_gateway
from tests.support.gateway_job import WrittenJob


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run on the loop that the gateway runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def gateway(connection: Connection, tmp_path: Path) -> AsyncIterator[RunningGateway]:
    """Run a gateway over the connection."""
    async with running_gateway(connection, tmp_path) as running:
        yield running


@pytest.fixture
async def job(connection: Connection) -> WrittenJob:
    """Start a job whose log the test writes."""
    written = WrittenJob(connection.log)
    await written.start()
    return written
