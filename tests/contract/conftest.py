"""Both adapters in turn: what the contract suite runs against."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from eventlog import Connection
from tests.support.backends import Backend, JetStreamBackend, MemoryBackend
from tests.support.nats_server import nats_server


@pytest.fixture(params=["memory", "jetstream"])
async def backend(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Backend]:
    """Give each adapter in turn."""
    if request.param == "memory":
        yield MemoryBackend()
    else:
        async with nats_server(tmp_path) as server:
            yield JetStreamBackend(server)


@pytest.fixture
async def connection(backend: Backend) -> AsyncIterator[Connection]:
    """Connect with leases that outlive a test's fetches."""
    async with await backend.connect(lease_sec=20, patience_sec=10) as opened:
        yield opened
