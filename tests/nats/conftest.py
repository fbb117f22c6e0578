"""A connection of each test's own to its nats-server, with the streams provisioned."""

from collections.abc import AsyncIterator

import pytest

from eventlog import LogSettings, connect
from eventlog.jetstream import JetStreamConnection
from tests.support.nats_server import NatsServer


@pytest.fixture
async def connection(server: NatsServer) -> AsyncIterator[JetStreamConnection]:
    """Connect to it."""
    async with await connect(LogSettings(url=server.url, patience_sec=10)) as opened:
        yield opened
