"""What only a real nats-server can show: it is killed, and it is provisioned twice."""

import asyncio
from pathlib import Path

import pytest

from contracts import subjects
from contracts.ids import new_job_id, parse_step
from contracts.work import decode_work
from eventlog import ConfigurationError, LogSettings, connect
from eventlog.jetstream import JetStreamConnection
from tests.support.backends import fetch_some, work_item
from tests.support.nats_server import NatsServer, nats_server

STEP = parse_step("planning")


async def test_a_killed_server_loses_nothing_that_was_acknowledged(
    server: NatsServer, connection: JetStreamConnection
) -> None:
    """Appends go on after the server was killed and started again; every acknowledged one is there, once."""
    job = new_job_id()
    disturbances: list[str] = []
    connection.log.on_disturbance(disturbances.append)

    async def write() -> None:
        for n in range(200):
            await connection.log.append(subjects.events(job), b"%d" % n, message_id=f"{job}-{n}")
            await asyncio.sleep(0.002)

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.15)
    server.kill()
    await asyncio.sleep(0.2)
    await server.start()
    await asyncio.wait_for(writing, 30)

    found = await connection.log.read(subjects.public(job))
    assert [int(message.data) for message in found] == list(range(200))
    assert "reconnect" in disturbances


async def test_deliveries_go_on_after_the_server_was_killed(
    server: NatsServer, connection: JetStreamConnection
) -> None:
    """A pull that died with its server is asked anew: work published afterwards arrives."""
    deliveries = await connection.queue.work(STEP)
    waiting = asyncio.create_task(fetch_some(deliveries))
    await asyncio.sleep(0.2)
    server.kill()
    await server.start()
    job = new_job_id()
    await connection.queue.publish(work_item(job, STEP))

    got = await asyncio.wait_for(waiting, 15)

    assert decode_work(got[0].message.data).job_id == job


async def test_provisioning_twice_changes_nothing(server: NatsServer, connection: JetStreamConnection) -> None:
    """A second service provisions the same streams at its start; what is stored stays."""
    job = new_job_id()
    await connection.log.append(subjects.events(job), b"a")
    async with await connect(LogSettings(url=server.url)) as second:
        assert len(await second.log.read(subjects.public(job))) == 1
        await second.check()


async def test_a_server_without_room_is_a_configuration_error(tmp_path: Path) -> None:
    """Where JetStream may not store what the streams reserve, the service refuses to start and says what to change."""
    async with nats_server(tmp_path, max_bytes=50_000_000) as small:
        with pytest.raises(ConfigurationError, match="JOBS_MAX_BYTES"):
            await connect(LogSettings(url=small.url))
