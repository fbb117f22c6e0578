"""What `WorkQueue`, `Documents` and `Signals` promise, on the twin and on JetStream alike."""

import asyncio

import pytest

from contracts import subjects
from contracts.ids import JobId, new_job_id, parse_step
from contracts.refs import ref_for
from contracts.work import decode_work
from eventlog import Connection, Delivery, DocumentNotFoundError
from eventlog.ports import Deliveries
from tests.support.backends import Backend, fetch_some, work_item

STEP = parse_step("planning")


async def test_work_is_handed_to_one_agent_and_gone_when_acknowledged(
    connection: Connection,
) -> None:
    """Of two agents of a step one gets the item; settled, it never comes back."""
    first, second = await connection.queue.work(STEP), await connection.queue.work(STEP)
    job = new_job_id()
    await connection.queue.publish(work_item(job, STEP))

    both = await asyncio.gather(first.fetch(1), second.fetch(1))
    got = [delivery for found in both for delivery in found]

    assert [decode_work(delivery.message.data).job_id for delivery in got] == [job]
    assert got[0].number == 1
    await got[0].ack()
    assert await first.fetch(1) == []


async def test_an_outstanding_attempt_is_not_doubled(connection: Connection) -> None:
    """Publishing the same attempt again while it is outstanding changes nothing; another attempt is new."""
    deliveries = await connection.queue.work(STEP)
    job = new_job_id()
    await connection.queue.publish(work_item(job, STEP))
    await connection.queue.publish(work_item(job, STEP))
    await connection.queue.publish(work_item(job, STEP, attempt=2))

    got = await fetch_some(deliveries, 5)
    while len(got) < 2:
        got += await fetch_some(deliveries, 5)

    assert [decode_work(delivery.message.data).attempt for delivery in got] == [1, 2]
    assert await deliveries.fetch(5) == []


async def test_no_more_is_fetched_than_there_are_slots(connection: Connection) -> None:
    """An agent with two slots holds two items; the third stays for another agent."""
    deliveries = await connection.queue.work(STEP)
    for _ in range(3):
        await connection.queue.publish(work_item(new_job_id(), STEP))
    got = await fetch_some(deliveries, 2)
    while len(got) < 2:
        got += await fetch_some(deliveries, 2 - len(got))

    other = await connection.queue.work(STEP)
    assert len(got) == 2
    assert len(await fetch_some(other, 5)) == 1


async def test_a_lease_that_is_not_renewed_ends(backend: Backend) -> None:
    """An item that is renewed stays with its agent; once the agent is silent it is handed out again, counted."""
    async with await backend.connect(lease_sec=2.5, patience_sec=10) as connection:
        deliveries = await connection.queue.work(STEP)
        await connection.queue.publish(work_item(new_job_id(), STEP))
        held = (await fetch_some(deliveries))[0]
        other = await connection.queue.work(STEP)
        fetching = asyncio.create_task(fetch_some(other))
        for _ in range(8):
            await asyncio.sleep(0.4)
            await held.in_progress()
            assert not fetching.done()

        again = (await fetching)[0]
        assert again.number == 2
        await again.ack()


async def test_a_parked_fact_comes_back_after_its_delay(connection: Connection) -> None:
    """A nak with a delay is a timer: the fact returns, not earlier."""
    facts = await connection.queue.facts()
    job = new_job_id()
    await connection.log.append(subjects.control(job), b"{}")
    parked = (await fetch_some(facts))[0]
    clock = asyncio.get_running_loop().time
    began = clock()
    await parked.nak(0.7)

    back = (await fetch_some(facts))[0]

    assert clock() - began >= 0.65
    assert (back.message.seq, back.number) == (parked.message.seq, 2)
    await back.ack()


async def test_who_got_everything_knows_since_when(connection: Connection) -> None:
    """As long as nothing went to a replica; a hand-out that came back hides nothing."""
    facts = await connection.queue.facts()
    job = new_job_id()

    async def next_of(deliveries: Deliveries) -> Delivery:
        await connection.log.append(subjects.results(job), b"{}")
        (delivery,) = await fetch_some(deliveries)
        return delivery

    first = await next_of(facts)
    assert first.whole_since == first.message.seq
    await first.nak(0)
    (back,) = await fetch_some(facts)
    assert (back.number, back.whole_since) == (2, first.message.seq)
    second = await next_of(facts)
    assert second.whole_since == first.message.seq

    replica = await connection.queue.facts()
    elsewhere = await next_of(replica)
    assert elsewhere.whole_since == elsewhere.message.seq
    third = await next_of(facts)
    assert third.whole_since == third.message.seq > elsewhere.message.seq


async def test_facts_come_in_their_order_and_public_events_never(connection: Connection) -> None:
    """The pipeline's consumer sees control and results in one order, and nothing of `jobs.*`."""
    facts = await connection.queue.facts()
    job = new_job_id()
    await connection.log.append(subjects.control(job), b"1")
    await connection.log.append(subjects.events(job), b"no")
    await connection.log.append(subjects.results(job), b"2")
    got: list[Delivery] = []
    while len(got) < 2:
        got += await fetch_some(facts, 10)
    assert [(d.message.subject, d.message.data) for d in got] == [
        (subjects.control(job), b"1"),
        (subjects.results(job), b"2"),
    ]
    assert [d.message for d in got] == await connection.log.read(subjects.facts(job))


async def test_a_document_is_written_once_and_read_by_its_ref(connection: Connection) -> None:
    """The same content has the same ref and is stored once; another content under the name stands beside it."""
    job = new_job_id()
    first = await connection.documents.put(job, "resume.md", b"# A")
    again = await connection.documents.put(job, "resume.md", b"# A")
    other = await connection.documents.put(job, "resume.md", b"# B")

    assert first == again == ref_for(job, "resume.md", b"# A")
    assert await connection.documents.get(first) == b"# A"
    assert await connection.documents.get(other) == b"# B"


async def test_five_megabytes_fit_in_a_document(connection: Connection) -> None:
    """The largest upload that the door lets in is stored and read back whole."""
    job = new_job_id()
    content = bytes(range(256)) * (5 * 1024 * 4)
    assert await connection.documents.get(await connection.documents.put(job, "upload", content)) == content


async def test_a_missing_document_is_an_error_that_names_it(connection: Connection) -> None:
    """A ref that nobody stored is answered after the time that a replica may lag, with its own error."""
    ref = ref_for(new_job_id(), "profile", b"never stored")
    with pytest.raises(DocumentNotFoundError, match="profile"):
        await connection.documents.get(ref)


async def test_a_hint_reaches_whoever_listens(connection: Connection) -> None:
    """Hints travel to all listeners at once."""
    job = new_job_id()
    heard: asyncio.Queue[tuple[JobId, str]] = asyncio.Queue()
    listening = await connection.signals.listen(lambda about, hint: heard.put_nowait((about, hint)))
    await connection.check()
    await connection.signals.send(job, "cancel")
    assert await asyncio.wait_for(heard.get(), 5) == (job, "cancel")
    await listening.stop()


async def test_a_letter_is_kept_read_and_dropped(connection: Connection) -> None:
    """One letter per step and job, the newest; read by job or all, oldest first; dropped by step or by job."""
    first, second = new_job_id(), new_job_id()
    other = parse_step("writing")
    for step, job, letter in (
        (STEP, first, b"old"),
        (other, second, b"two"),
        (STEP, first, b"new"),
        (other, first, b"3"),
    ):
        await connection.letters.bury(step, job, letter)

    assert [letter.data for letter in await connection.letters.read()] == [b"two", b"new", b"3"]
    assert [letter.subject for letter in await connection.letters.read(first)] == [
        subjects.dead(STEP, first),
        subjects.dead(other, first),
    ]
    assert await connection.letters.drop(first, STEP) == 1
    assert await connection.letters.drop(first, STEP) == 0
    assert [letter.data for letter in await connection.letters.read(first)] == [b"3"]
    assert await connection.letters.drop(second) == 1
    assert await connection.letters.drop(first) == 1
    assert await connection.letters.read() == []


async def test_what_is_handed_back_comes_again_with_its_count(connection: Connection) -> None:
    """A nak with a delay hides an item for so long; each hand-out counts, and the item stays the same."""
    job = new_job_id()
    await connection.queue.publish(work_item(job, STEP))
    agents = await connection.queue.work(STEP)
    numbers = []
    for _ in range(3):
        (delivery,) = await fetch_some(agents)
        numbers.append((delivery.number, decode_work(delivery.message.data).job_id))
        await delivery.nak(0.05)

    assert numbers == [(1, job), (2, job), (3, job)]


async def test_a_renewed_lease_holds_and_a_zombie_is_not_fenced(backend: Backend) -> None:
    """Renewed, an item stays beyond the lease; let go, another agent gets it, and the first may still end it."""
    async with await backend.connect(lease_sec=1.5) as connection:
        job = new_job_id()
        await connection.queue.publish(work_item(job, STEP))
        first, second = await connection.queue.work(STEP), await connection.queue.work(STEP)
        (held,) = await fetch_some(first)
        asking = asyncio.create_task(second.fetch(1))
        while not asking.done():  # two seconds: longer than the lease
            await held.in_progress()
            await asyncio.wait({asking}, timeout=0.3)
        assert asking.result() == []

        (again,) = await fetch_some(second)
        assert again.number == 2
        await held.ack()  # the zombie

        assert await first.fetch(1) == []
        await connection.queue.publish(work_item(job, STEP))  # the subject is free: the watchdog's dispatch is stored
        (third,) = await fetch_some(first)
        assert third.number == 1
