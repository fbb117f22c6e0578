"""A nats-server, and a connection with the streams provisioned, of each test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from eventlog import LogSettings, connect
from eventlog.jetstream import JetStreamConnection
from tests.support.nats_server import NatsServer, nats_server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """Run a nats-server."""
    async with nats_server(tmp_path) as running:
        yield running


@pytest.fixture
async def connection(server: NatsServer) -> AsyncIterator[JetStreamConnection]:
    """Connect to it."""
    async with await connect(LogSettings(url=server.url, patience_sec=10)) as opened:
        yield opened
