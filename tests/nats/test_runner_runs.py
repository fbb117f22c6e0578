"""The agents' runtime over a real nats-server: leases, deadlines, limits, and what others do to its messages."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nats
import pytest
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError

from agents.sdk import Told, Work, outcome, progress
from agents.sdk.computing import ComputingPool
from agents.sdk.zygote import Zygote
from contracts import subjects
from contracts.control import Cancel, Start, encode_control
from contracts.ids import JobId, new_job_id, parse_step
from contracts.letters import DeadLetter, decode_letter
from contracts.work import Crashed, Failed, Outcome, Released, Succeeded, WorkItem, decode_outcome, decode_work
from eventlog import LogSettings, StoredMessage, connect
from eventlog.jetstream import JetStreamConnection
from eventlog.jetstream.consumer import JetStreamDelivery
from pipeline.runner import Runner
from tests.support.backends import fetch_some
from tests.support.eventually import eventually, found, gone
from tests.support.in_process import running_agents, running_pipeline
from tests.support.jobs import assert_one_end, history, start_job, state_of, watching
from tests.support.nats_server import NatsServer
from tests.support.tiny_agents import TRIAL, First, Handle, Second, Third, agent_of, stay_until, telling

FIRST = parse_step("first")
LEASE_SEC = 2.0


@pytest.fixture
async def connection(server: NatsServer) -> AsyncIterator[JetStreamConnection]:
    """Connect with a short lease."""
    async with await connect(LogSettings(url=server.url, patience_sec=10, lease_sec=LEASE_SEC)) as opened:
        yield opened


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    """Give what computing processes are made by."""
    made = Zygote([])
    yield made
    made.close()


async def give_work(connection: JetStreamConnection, *, deadline_sec: float = 20.0, max_deliveries: int = 3) -> JobId:
    """Publish one work item of a job that exists."""
    job_id = new_job_id()
    ref = await connection.documents.put(job_id, "text", b"one two")
    start = Start(job_id=job_id, body_hash="0" * 64, documents={"text": ref}, graph="trial")
    await connection.log.append(subjects.control(job_id), encode_control(start), expected_last=0)
    item = WorkItem(
        job_id=job_id,
        revision=1,
        step="first",
        attempt=1,
        refs={"text": ref},
        started_at="2026-11-22T20:00:00.000Z",
        deadline_sec=deadline_sec,
        max_deliveries=max_deliveries,
    )
    await connection.queue.publish(item)
    return job_id


async def outcomes_of(connection: JetStreamConnection, job_id: JobId) -> list[Outcome]:
    """Wait until an outcome was reported, and read all that were."""

    async def look() -> list[Outcome] | None:
        stored = await connection.log.read(subjects.results(job_id))
        return [decode_outcome(message.data) for message in stored] or None

    return await found(look)


async def test_an_outcome_names_what_was_made(connection: JetStreamConnection) -> None:
    """One run, one outcome, with the refs of its documents and how long it took; then the item is gone."""
    async with running_agents(connection, [First()]):
        job_id = await give_work(connection)
        (outcome_told,) = await outcomes_of(connection, job_id)

    assert isinstance(outcome_told, Succeeded)
    assert (outcome_told.step, outcome_told.attempt, outcome_told.delivery) == ("first", 1, 1)
    assert await connection.documents.get(outcome_told.refs["by-first"]) == b"first: one two"
    deliveries = await connection.queue.work(FIRST)
    assert await deliveries.fetch(1) == []


async def test_a_long_computation_keeps_its_lease(
    connection: JetStreamConnection, zygote: Zygote, tmp_path: Path
) -> None:
    """A handler that computes for longer than its lease without awaiting anything else runs once."""
    gate = tmp_path / "gate"
    agents = [First(), Second(), Third()]
    pool = ComputingPool(zygote)
    async with (
        running_pipeline(connection),
        running_agents(connection, agents, lease_sec=LEASE_SEC, computer=pool),
    ):
        job_id = await start_job(connection, "trial", {"text": "t", "script": f"compute {gate}"})
        async with watching(connection, job_id) as watch:
            await watch.until_milestone("second computes 1.1")
            await asyncio.sleep(2.2 * LEASE_SEC)  # the time that passes is what is tested
            gate.touch()
            await watch.until_done()
    pool.close()

    state = await state_of(connection, job_id)
    assert [step.run for step in state.steps] == ["1.1", "1.1", "1.1"]
    assert_one_end(await history(connection, job_id))


async def test_a_late_computation_is_killed(connection: JetStreamConnection, zygote: Zygote, tmp_path: Path) -> None:
    """At its deadline a run fails, to be tried again, and the process that computes for it is ended."""
    agent = agent_of("first", computing(tmp_path / "gate"))
    pool = ComputingPool(zygote)
    async with running_agents(connection, [agent], computer=pool):
        job_id = await give_work(connection, deadline_sec=1.0)
        (told,) = await outcomes_of(connection, job_id)
    pool.close()

    assert isinstance(told, Failed)
    assert (told.code, told.retryable) == ("attempt_deadline", True)
    await gone(tmp_path / "gate.pid")


async def test_a_canceled_computation_is_killed_within_a_second(
    connection: JetStreamConnection, zygote: Zygote, tmp_path: Path
) -> None:
    """A cancel that the pipeline hints at ends a computing handler and its process at once, and nothing is reported."""
    agent = agent_of("first", computing(tmp_path / "gate"))
    pool = ComputingPool(zygote)
    async with running_agents(connection, [agent], computer=pool, lease_sec=60):
        job_id = await give_work(connection)
        async with watching(connection, job_id) as watch:
            await watch.until_milestone("computes")
        await eventually((tmp_path / "gate.pid").exists)
        last = await connection.log.last(subjects.control(job_id))
        assert last is not None
        cancel = encode_control(Cancel(job_id=job_id))
        await connection.log.append(subjects.control(job_id), cancel, expected_last=last.seq)
        await connection.signals.send(job_id, "canceled")
        await gone(tmp_path / "gate.pid", within_sec=1.0)
    pool.close()

    assert await connection.log.read(subjects.results(job_id)) == []


async def test_a_lost_hint_costs_no_more_than_a_renewal(connection: JetStreamConnection) -> None:
    """A run whose hint got lost learns of the cancel when it renews its lease."""
    ended = asyncio.Event()

    async def endless(_work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting")
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        yield outcome()

    async with running_agents(connection, [agent_of("first", endless)], lease_sec=LEASE_SEC):
        job_id = await give_work(connection)
        async with watching(connection, job_id) as watch:
            await watch.until_milestone("waiting")
        last = await connection.log.last(subjects.control(job_id))
        assert last is not None
        cancel = encode_control(Cancel(job_id=job_id))
        await connection.log.append(subjects.control(job_id), cancel, expected_last=last.seq)
        async with asyncio.timeout(2 * LEASE_SEC):
            await ended.wait()


async def test_a_false_hint_stops_nothing(connection: JetStreamConnection) -> None:
    """A hint is not the truth: a run whose job is not canceled goes on."""
    go = asyncio.Event()

    async def waiting(work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting")
        await go.wait()
        yield outcome({"by-first": await work.read("text", str)})

    async with running_agents(connection, [agent_of("first", waiting)]):
        job_id = await give_work(connection)
        async with watching(connection, job_id) as watch:
            await watch.until_milestone("waiting")
        for _ in range(5):
            await connection.signals.send(job_id, "canceled")
        await connection.check()
        go.set()
        (told,) = await outcomes_of(connection, job_id)

    assert isinstance(told, Succeeded)


async def test_a_foreign_message_cannot_take_an_event_away(connection: JetStreamConnection) -> None:
    """Whoever guesses the ids of a run's events and of its outcome, and is first, changes nothing: all is told."""
    job_id = await give_work(connection)
    foreign = b'{"type":"acme","timestamp":"2026-11-22T20:00:00Z","id":"acme-1","job_id":"%s","data":{}}'
    for n in (1, 2, 3):
        await connection.log.append(
            subjects.events(job_id), foreign % job_id.encode(), message_id=f"{job_id}:first:1.1:{n}"
        )
    await connection.log.append(
        subjects.events(job_id), foreign % job_id.encode(), message_id=f"{job_id}:first:1.1:end"
    )
    async with running_agents(connection, [First()]):
        (told,) = await outcomes_of(connection, job_id)

    assert isinstance(told, Succeeded)
    state = await state_of(connection, job_id)
    assert [one.message for one in state.insights] == ["first was here"]
    assert state.metrics == {"words": 2.0}
    assert [(step.step, step.pct) for step in state.steps] == [("first", 50)]


async def test_an_item_that_was_published_twice_tells_once(server: NatsServer, connection: JetStreamConnection) -> None:
    """Done twice under one name: what both runs tell stands in the log once."""
    items: list[WorkItem] = []
    client = await nats.connect(server.url)

    async def note(message: Msg) -> None:
        items.append(decode_work(message.data))

    await client.subscribe(subjects.ALL_WORK, cb=note)
    await client.flush()
    async with running_agents(connection, [First()]):
        job_id = await give_work(connection)
        await outcomes_of(connection, job_id)
        events = await connection.log.read(subjects.events(job_id))

        async def done_again() -> bool | None:
            await connection.queue.publish(items[0])  # of no effect until the first run has been settled
            return len(await connection.log.read(subjects.results(job_id))) > 1 or None

        await found(done_again)
    await client.close()

    assert len(events) == 4
    assert await connection.log.read(subjects.events(job_id)) == events


async def test_an_item_that_kills_is_reported_as_crashed(connection: JetStreamConnection) -> None:
    """An item that was handed out more often than it may be is not run again, but reported."""
    job_id = await give_work(connection, max_deliveries=2)
    deliveries = await connection.queue.work(FIRST)
    for _ in range(2):
        (delivery,) = await fetch_some(deliveries)
        await delivery.nak(0)
    await deliveries.stop()
    ran: list[str] = []

    async def noting(work: Work) -> AsyncGenerator[Told, None]:
        ran.append(work.run)
        yield outcome()

    async with running_agents(connection, [agent_of("first", noting)]):
        (told,) = await outcomes_of(connection, job_id)

    assert isinstance(told, Crashed)
    assert ran == []


@pytest.mark.parametrize("data", [b"rubbish", b"\xff\xfe", b'{"job_id": "of-another"}'])
async def test_an_item_that_cannot_be_read_is_buried(
    server: NatsServer, connection: JetStreamConnection, data: bytes
) -> None:
    """What is no work item becomes a dead letter that shows it, and is not handed out again."""
    job_id = new_job_id()
    async with running_agents(connection, [First()]):
        client = await nats.connect(server.url)
        await client.jetstream().publish(subjects.work(FIRST, job_id, 1), data)

        async def look() -> DeadLetter | None:
            with contextlib.suppress(NotFoundError):
                stored = await client.jetstream().get_last_msg(subjects.DEAD, subjects.dead(FIRST, job_id))
                return decode_letter(stored.data or b"")
            return None

        letter = await found(look)
        await client.close()

    assert (letter.job_id, letter.step, letter.code) == (job_id, "first", "undecodable")
    assert letter.undecodable == data.decode("utf-8", "replace")
    deliveries = await connection.queue.work(FIRST)
    assert await deliveries.fetch(1) == []


async def test_a_clean_stop_hands_work_back(connection: JetStreamConnection) -> None:
    """What does not end within the grace is handed back, runs elsewhere at once, and has cost no attempt."""
    stopped = asyncio.Event()

    async def slow(work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "waiting" if not stopped.is_set() else "again")
        if not stopped.is_set():
            await asyncio.Event().wait()
        async for told in telling("first")(work):
            yield told

    agents = [agent_of("first", slow)]
    async with running_pipeline(connection):
        job_id = await start_job(connection, "trial", {"text": "t", "script": "go"})
        async with watching(connection, job_id) as watch:
            async with running_agents(connection, agents, grace_sec=0.1):
                await watch.until_milestone("waiting")
            stopped.set()
            async with running_agents(connection, [*agents, Second(), Third()]):
                await watch.until_done(timeout_sec=5)

    reported = [decode_outcome(message.data) for message in await connection.log.read(subjects.results(job_id))]
    assert [type(one) for one in reported] == [Released, Succeeded, Succeeded, Succeeded]
    state = await state_of(connection, job_id)
    assert [(step.run, step.attempt) for step in state.steps] == [("1.4", 1), ("1.1", 1), ("1.1", 1)]
    assert state.errors == []
    assert_one_end(await history(connection, job_id))


async def test_no_more_is_taken_than_there_are_slots(connection: JetStreamConnection) -> None:
    """An agent with two slots runs two pieces of work; the others are free for other processes."""
    running, most, go = 0, 0, asyncio.Event()

    async def counting(_work: Work) -> AsyncGenerator[Told, None]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        yield progress(10, "counted")
        await go.wait()
        running -= 1
        yield outcome()

    jobs = [await give_work(connection) for _ in range(5)]
    async with running_agents(connection, [agent_of("first", counting)], slots=2):
        await eventually(lambda: running == 2)
        other = await connection.queue.work(FIRST)
        elsewhere = [delivery for _ in range(3) for delivery in await fetch_some(other)]
        assert len(elsewhere) == 3
        for delivery in elsewhere:
            await delivery.nak(0)
        await other.stop()
        go.set()
        for job_id in jobs:
            await outcomes_of(connection, job_id)

    assert most == 2


async def test_lost_work_is_found_by_the_watchdog(connection: JetStreamConnection) -> None:
    """An item that vanished (a zombie's acknowledgement) is published again when the start comes back."""
    ahead = timedelta(seconds=0)
    pipeline = Runner(connection, {TRIAL.name: TRIAL}, clock=lambda: datetime.now(UTC) + ahead)
    facts = await connection.queue.facts()
    job_id = await start_job(connection, "trial", {"text": "t", "script": "go"})
    (start,) = await fetch_some(facts)
    await pipeline.handle(start)
    work = await connection.queue.work(FIRST)
    (first,) = await fetch_some(work)
    assert isinstance(first, JetStreamDelivery)
    # As a zombie does; and the server has taken it: until then the item would count as outstanding.
    await connection._live.ask(first._reply, b"+ACK", timeout_sec=10)  # noqa: SLF001

    ahead = timedelta(seconds=30)
    await pipeline.handle(Returned(start.message))

    (second,) = await fetch_some(work)
    item = decode_work(second.message.data)
    assert (item.job_id, item.step, item.attempt) == (job_id, "first", 1)
    assert item.runs_before >= 300  # no run of it shares a name with one of the lost item
    await pipeline.handle(Returned(start.message))  # it is outstanding now: asking again doubles nothing
    assert {again.message.seq for again in await work.fetch(5)} <= {second.message.seq}


class Returned:
    """A parked delivery that has come back; settling it is of no interest here."""

    def __init__(self, message: StoredMessage) -> None:
        self.message = message
        self.number = 2
        self.whole_since = None

    async def ack(self) -> None:
        """See `Delivery.ack`."""

    async def nak(self, delay_sec: float) -> None:
        """See `Delivery.nak`."""

    async def in_progress(self) -> None:
        """See `Delivery.in_progress`."""

    async def term(self, reason: str) -> None:
        """See `Delivery.term`."""


def computing(gate: Path) -> Handle:
    """Give a handler that computes until a file exists."""

    async def handle(work: Work) -> AsyncGenerator[Told, None]:
        yield progress(10, "computes")
        await work.compute(stay_until, str(gate))
        yield outcome()

    return handle
