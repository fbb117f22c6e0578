"""What `EventLog` promises, on the twin and on JetStream alike."""

import asyncio

import pytest

from contracts import subjects
from contracts.ids import new_job_id
from eventlog import ConcurrencyError, Connection, LimitError, RequestError, StoredMessage
from tests.support.backends import Backend


async def test_what_was_appended_is_read_in_order(connection: Connection) -> None:
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


async def test_more_than_a_batch_is_read_whole(connection: Connection) -> None:
    """A history longer than one batch comes complete, and `after` cuts it exactly."""
    job = new_job_id()
    await asyncio.gather(*(connection.log.append(subjects.events(job), b"%d" % n) for n in range(2300)))

    whole = await connection.log.read(subjects.public(job))
    rest = await connection.log.read(subjects.public(job), after=whole[1499].seq)

    assert len({message.data for message in whole}) == 2300
    assert rest == whole[1500:]


async def test_reading_nothing_gives_nothing(connection: Connection) -> None:
    """A job that nobody wrote of has an empty log and no last message."""
    job = new_job_id()
    assert await connection.log.read(subjects.public(job)) == []
    assert await connection.log.last(subjects.status(job)) is None


async def test_positions_of_many_subjects_come_together(connection: Connection) -> None:
    """Each subject has the position of its newest message; one that nobody wrote on is left out, as are all of them."""
    jobs = [new_job_id() for _ in range(500)]
    written = {subjects.events(job) for job in jobs[::2]}
    for subject in written:
        await connection.log.append(subject, b"old")
    newest = {subject: (await connection.log.append(subject, b"new")).seq for subject in sorted(written)}

    asked = [subject for job in jobs for subject in (subjects.status(job), subjects.events(job))]
    assert await connection.log.positions(asked) == newest
    assert await connection.log.positions([subjects.status(job) for job in jobs]) == {}


async def test_the_same_message_id_is_stored_once(connection: Connection) -> None:
    """A repeated append with the same id gives the first position and says that it was a duplicate."""
    job = new_job_id()
    first = await connection.log.append(subjects.events(job), b"a", message_id="one")
    second = await connection.log.append(subjects.events(job), b"a", message_id="one")

    assert (second.seq, second.duplicate) == (first.seq, True)
    assert len(await connection.log.read(subjects.public(job))) == 1


async def test_expected_position_lets_one_writer_through(connection: Connection) -> None:
    """Of two different messages behind the same position one is stored; the other writer is told to decide again."""
    job = new_job_id()
    await connection.log.append(subjects.status(job), b"mine", expected_last=0)
    with pytest.raises(ConcurrencyError):
        await connection.log.append(subjects.status(job), b"theirs", expected_last=0)

    assert [message.data for message in await connection.log.read(subjects.public(job))] == [b"mine"]


async def test_the_retry_of_a_stored_append_is_success(connection: Connection) -> None:
    """An append that was stored though its answer got lost is found to be ours, also after others went on."""
    job = new_job_id()
    first = await connection.log.append(subjects.status(job), b"mine", expected_last=0)
    await connection.log.append(subjects.status(job), b"next", expected_last=first.seq)

    again = await connection.log.append(subjects.status(job), b"mine", expected_last=0)

    assert (again.seq, again.duplicate) == (first.seq, True)


async def test_a_too_large_message_is_refused(connection: Connection) -> None:
    """More than 64 KB is no event: the caller is told, and nothing is stored."""
    job = new_job_id()
    with pytest.raises(RequestError) as refused:
        await connection.log.append(subjects.events(job), b"x" * 70_000)

    assert refused.value.status == 413
    assert await connection.log.read(subjects.public(job)) == []


async def test_a_full_log_refuses_and_keeps_what_it_has(backend: Backend) -> None:
    """When the stream is full new messages are refused with a limit, and the heads of running logs stay."""
    async with await backend.connect(jobs_max_bytes=200_000, patience_sec=2) as connection:
        job = new_job_id()
        for n in range(8):
            await connection.log.append(subjects.events(job), b"%d" % n + b"x" * 20_000)
        with pytest.raises(LimitError):
            await connection.log.append(subjects.events(job), b"x" * 50_000)

        kept = await connection.log.read(subjects.public(job))
        assert kept[0].data.startswith(b"0x")


async def test_live_messages_carry_the_stored_position(connection: Connection) -> None:
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
