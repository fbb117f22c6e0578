"""A connection and services of each test's own; what takes long by doing nothing is begun before them all."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from eventlog import Connection, LogSettings, connect
from tests.chaos.minute import Long, minute
from tests.support.nats_server import NatsServer
from tests.support.trial import LEASE_SEC, Trial


@pytest.fixture(scope="session", autouse=True)
def a_minute(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Future[dict[str, Long]] | None]:
    """Begin the long step, where a test asks for it; gives what will be left of it."""
    if not any(item.path.name == "test_long_step.py" for item in request.session.items):
        yield None
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(asyncio.run, minute(tmp_path_factory.mktemp("minute")))


@pytest.fixture
async def connection(server: NatsServer) -> AsyncIterator[Connection]:
    """Connect to it."""
    async with await connect(LogSettings(url=server.url, lease_sec=LEASE_SEC)) as opened:
        yield opened


@pytest.fixture
async def trial(tmp_path: Path, server: NatsServer) -> AsyncIterator[Trial]:
    """Give the services of this test, and end them."""
    made = Trial(tmp_path, server)
    yield made
    await made.stop()
