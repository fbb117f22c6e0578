"""Headers that a publisher wrote under names of the server's: each way of reading believes the server, and agrees."""

import asyncio

import pytest

from contracts import subjects
from contracts.ids import new_job_id
from eventlog import Connection, StoredMessage
from tests.support.nats_server import NatsServer


async def publish(server: NatsServer, subject: str, headers: bytes) -> bytes:
    """Publish a message with exactly these header lines, as no client would; give the server's acknowledgement."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    head = b"NATS/1.0\r\n%b\r\n\r\n" % headers
    writer.write(b'CONNECT {"verbose":false,"headers":true}\r\nSUB answer 1\r\n')
    writer.write(b"HPUB %b answer %d %d\r\n%b!\r\n" % (subject.encode(), len(head), len(head) + 1, head))
    await reader.readline()  # INFO
    await reader.readline()  # MSG
    acknowledged = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return acknowledged


@pytest.mark.parametrize(
    ("headers", "message_id"),
    [
        (b"Nats-Msg-Id: acme-1", "acme-1"),
        (b"Nats-Msg-Id:acme-1", "acme-1"),
        (b"Nats-Msg-Id: acme-1\r\nNats-Msg-Id: acme-2", "acme-1"),
        (b"X-Note: Nats-Msg-Id: acme-2\r\nNats-Msg-Id: acme-1", "acme-1"),
        (b"nats-msg-id: acme-1", None),
        (b"X-Note: none", None),
    ],
)
async def test_the_message_id_is_the_one_that_the_server_knows(
    server: NatsServer, connection: Connection, headers: bytes, message_id: str | None
) -> None:
    """What is read as the message id is what makes a second message a duplicate, whatever else the headers say."""
    subject = subjects.events(new_job_id())
    first = await publish(server, subject, headers)
    assert b"duplicate" not in first
    if message_id is not None:
        again = await connection.log.append(subject, b"again", message_id=message_id)
        assert again.duplicate
    assert [message.message_id for message in await connection.log.read(subject)] == [message_id]


async def test_fields_of_the_server_are_its_own(server: NatsServer, connection: Connection) -> None:
    """A publisher's `Nats-Sequence` and the like change nothing; leader, replay and live message say the same."""
    job = new_job_id()
    live: asyncio.Queue[StoredMessage] = asyncio.Queue()
    following = await connection.log.follow(job, live.put_nowait)
    await connection.log.last(subjects.events(job))  # answered behind the subscription, on the same connection
    forged = (
        b"Nats-Sequence: 9999\r\nNats-Subject: nowhere\r\nNats-Stream: NONE\r\nNats-Last-Sequence: 77\r\n"
        b"Nats-Time-Stamp: 2001-01-01T00:00:00Z"
    )
    await publish(server, subjects.events(job), forged)

    by_leader = await connection.log.last(subjects.events(job))
    [by_replay] = await connection.log.read(subjects.public(job))
    by_life = await live.get()
    await following.stop()

    assert by_leader == by_replay
    assert (by_life.seq, by_life.subject, by_life.timestamp, by_life.previous) == (
        by_replay.seq,
        subjects.events(job),
        by_replay.timestamp,
        0,
    )
    assert by_replay.seq < 9999
