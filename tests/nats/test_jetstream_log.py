"""The log over a real nats-server: what `EventLog` promises."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts import subjects
from contracts.ids import new_job_id
from eventlog import ConcurrencyError, LimitError, LogSettings, RequestError, StoredMessage, connect
from eventlog.jetstream import JetStreamConnection
from tests.support.nats_server import NatsServer, nats_server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """Run a nats-server of this test's own."""
    async with nats_server(tmp_path) as running:
        yield running


@pytest.fixture
async def connection(server: NatsServer) -> AsyncIterator[JetStreamConnection]:
    """Connect to it, with the streams provisioned."""
    async with await connect(LogSettings(url=server.url, patience_sec=10)) as opened:
        yield opened


async def test_what_was_appended_is_read_in_order(connection: JetStreamConnection) -> None:
    """Reading a filter gives every message of it, oldest first, and nothing of another job."""
    job, other = new_job_id(), new_job_id()
    for n in range(5):
        await connection.log.append(subjects.events(job), b"%d" % n)
        await connection.log.append(subjects.events(other), b"x")
    await connection.log.append(subjects.status(job), b"end")

    found = await connection.log.read(subjects.public(job))

    assert [message.data for message in found] == [b"0", b"1", b"2", b"3", b"4", b"end"]
    assert [message.seq for message in found] == sorted(message.seq for message in found)
    assert found[-1].subject == subjects.status(job)


async def test_more_than_a_batch_is_read_whole(connection: JetStreamConnection) -> None:
    """A history longer than one batch comes complete, and `after` cuts it exactly."""
    job = new_job_id()
    await asyncio.gather(*(connection.log.append(subjects.events(job), b"%d" % n) for n in range(2300)))

    whole = await connection.log.read(subjects.public(job))
    rest = await connection.log.read(subjects.public(job), after=whole[1499].seq)

    assert len({message.data for message in whole}) == 2300
    assert rest == whole[1500:]


async def test_reading_nothing_gives_nothing(connection: JetStreamConnection) -> None:
    """A job that nobody wrote of has an empty log and no last message."""
    job = new_job_id()
    assert await connection.log.read(subjects.public(job)) == []
    assert await connection.log.last(subjects.status(job)) is None


async def test_the_same_message_id_is_stored_once(connection: JetStreamConnection) -> None:
    """A repeated append with the same id gives the first position and says that it was a duplicate."""
    job = new_job_id()
    first = await connection.log.append(subjects.events(job), b"a", message_id="one")
    second = await connection.log.append(subjects.events(job), b"a", message_id="one")

    assert (second.seq, second.duplicate) == (first.seq, True)
    assert len(await connection.log.read(subjects.public(job))) == 1


async def test_expected_position_lets_one_writer_through(connection: JetStreamConnection) -> None:
    """Of two different messages behind the same position one is stored; the other writer is told to decide again."""
    job = new_job_id()
    await connection.log.append(subjects.status(job), b"mine", expected_last=0)
    with pytest.raises(ConcurrencyError):
        await connection.log.append(subjects.status(job), b"theirs", expected_last=0)

    assert [message.data for message in await connection.log.read(subjects.public(job))] == [b"mine"]


async def test_the_retry_of_a_stored_append_is_success(connection: JetStreamConnection) -> None:
    """An append that was stored though its answer got lost is found to be ours, also after others went on."""
    job = new_job_id()
    first = await connection.log.append(subjects.status(job), b"mine", expected_last=0)
    await connection.log.append(subjects.status(job), b"next", expected_last=first.seq)

    again = await connection.log.append(subjects.status(job), b"mine", expected_last=0)

    assert (again.seq, again.duplicate) == (first.seq, True)


async def test_a_too_large_message_is_refused(connection: JetStreamConnection) -> None:
    """More than 64 KB is no event: the caller is told, and nothing is stored."""
    job = new_job_id()
    with pytest.raises(RequestError) as refused:
        await connection.log.append(subjects.events(job), b"x" * 70_000)

    assert refused.value.status == 413
    assert await connection.log.read(subjects.public(job)) == []


async def test_a_full_log_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    """When the stream is full new messages are refused with a limit, and the heads of running logs stay."""
    async with nats_server(tmp_path) as server:
        settings = LogSettings(url=server.url, jobs_max_bytes=200_000, patience_sec=2)
        async with await connect(settings) as connection:
            job = new_job_id()
            for n in range(8):
                await connection.log.append(subjects.events(job), b"%d" % n + b"x" * 20_000)
            with pytest.raises(LimitError):
                await connection.log.append(subjects.events(job), b"x" * 50_000)

            kept = await connection.log.read(subjects.public(job))
            assert kept[0].data.startswith(b"0x")


async def test_live_messages_carry_the_stored_position(connection: JetStreamConnection) -> None:
    """What is followed live is what is read later: positions, subjects and message ids; `previous` chains a subject."""
    job = new_job_id()
    live: list[StoredMessage] = []
    got_all = asyncio.Event()

    def on_message(message: StoredMessage) -> None:
        live.append(message)
        if len(live) == 4:
            got_all.set()

    following = await connection.log.follow(job, on_message)
    await connection.log.append(subjects.status(job), b"s1")
    await connection.log.append(subjects.events(job), b"e1", message_id="e1")
    await connection.log.append(subjects.control(job), b"not public")
    await connection.log.append(subjects.events(job), b"e2")
    await connection.log.append(subjects.status(job), b"s2")
    await asyncio.wait_for(got_all.wait(), 5)
    await following.stop()
    await following.stop()

    stored = await connection.log.read(subjects.public(job))
    assert [(m.seq, m.subject, m.data, m.message_id) for m in live] == [
        (m.seq, m.subject, m.data, m.message_id) for m in stored
    ]
    assert [m.previous for m in live] == [0, 0, live[1].seq, live[0].seq]


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


async def test_provisioning_twice_changes_nothing(server: NatsServer, connection: JetStreamConnection) -> None:
    """A second service provisions the same streams at its start; what is stored stays."""
    job = new_job_id()
    await connection.log.append(subjects.events(job), b"a")
    async with await connect(LogSettings(url=server.url)) as second:
        assert len(await second.log.read(subjects.public(job))) == 1
        await second.check()
