"""Following a job on a connection that has its way to the server behind the other one's."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from contracts import subjects
from contracts.ids import new_job_id
from eventlog import LogSettings, StoredMessage, connect
from tests.support.nats_server import nats_server


async def test_what_is_stored_before_the_subscription_arrives_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """History up to `last` and what comes live leave nothing out, however late the server hears of the subscription."""
    job = new_job_id()
    live: list[StoredMessage] = []
    said = asyncio.Event()
    async with nats_server(tmp_path) as server:
        settings = LogSettings(url=server.url, patience_sec=10)
        async with await connect(settings) as connection, await connect(settings) as other:
            held: list[bytes] = []
            transport = connection._live._transport  # noqa: SLF001 - what it says is held back
            assert transport is not None

            def hold_back(data: Iterable[bytes]) -> None:
                held.extend(data)
                said.set()

            with monkeypatch.context() as patched:
                patched.setattr(transport, "writelines", hold_back)
                following = await connection.log.follow(job, live.append)
                last = asyncio.create_task(connection.log.last(subjects.status(job)))
                await said.wait()
                assert await connection.log.read(subjects.public(job)) == []
                await other.log.append(subjects.status(job), b"in between")
            transport.writelines(held)
            newest = await last
            assert newest is not None
            read = await connection.log.read(subjects.public(job), at_least=newest.seq)
            await following.stop()

    assert [message.data for message in read] == [b"in between"]
    assert live == []
