"""Closing a connection whose server has gone first."""

from pathlib import Path

import pytest

from eventlog import LogSettings, connect
from tests.support.nats_server import nats_server


@pytest.mark.parametrize("error", [RuntimeError("the handler is closed"), ConnectionResetError()])
async def test_a_server_that_went_first_costs_no_error(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of a transport that is closed already is no failure of who stops; the other client is closed too."""
    async with nats_server(tmp_path) as server:
        connection = await connect(LogSettings(url=server.url, patience_sec=10))
        gone, other = connection._clients  # noqa: SLF001 - both of nats-py's clients are looked at
        close = gone.close

        async def closed_before() -> None:
            await close()
            raise error

        monkeypatch.setattr(gone, "close", closed_before)
        await connection.close()
        assert gone.is_closed
        assert other.is_closed
