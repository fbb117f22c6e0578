"""Streams of running jobs, whatever happens to live messages: no hole, no double, and silence has an end."""

import asyncio
import random
from itertools import pairwise
from pathlib import Path

import nats
import pytest

from contracts import subjects
from contracts.events import HeartbeatEvent, InsightEvent, decode_event
from eventlog import Connection, LogSettings, StoredMessage, connect
from tests.golden.script import JOB, Line
from tests.support.gateway import Reading, RunningGateway, running_gateway
from tests.support.gateway_faults import arrives, over_faulty_log
from tests.support.gateway_job import JOB_ID, WrittenJob, data_of, long_script
from tests.support.nats_server import NatsServer


async def attached(gateway: RunningGateway) -> "asyncio.Task[Reading]":
    """Read a stream to its end in the background; return when it has caught up."""
    caught_up = asyncio.Event()

    async def read() -> Reading:
        async with gateway.stream(JOB) as stream:
            await stream.read(control="caught_up")
            caught_up.set()
            return await stream.read()

    reading = asyncio.create_task(read())
    await asyncio.wait({reading, asyncio.create_task(caught_up.wait())}, return_when=asyncio.FIRST_COMPLETED)
    return reading


async def test_a_restart_of_nats_loses_and_doubles_nothing(
    server: NatsServer, connection: Connection, gateway: RunningGateway, job: WrittenJob
) -> None:
    """A stream that is open while nats-server is killed and started again goes on, without a reset, to the same end."""
    lines = long_script(60).lines
    async with await connect(LogSettings(url=server.url, patience_sec=20)) as publisher:
        writer = WrittenJob(publisher.log)
        await writer.write(lines[:20])
        reading = await attached(gateway)
        await writer.write(lines[20:30])
        for part in (lines[30:40], lines[40:]):
            server.kill()
            await server.start()
            # Another connection may be back before the gateway's, and what it writes then is not heard live.
            await writer.write(part)
        seen = await asyncio.wait_for(reading, 30)

    assert [frame.data for frame in seen.events] == data_of(lines)
    assert [said["type"] for said in seen.controls] == ["caught_up"]
    assert [message.seq for message in await connection.log.read(subjects.public(JOB_ID))] == writer.positions
    assert job.positions == []


@pytest.mark.parametrize("seed", range(4))
async def test_lost_live_messages_are_read_from_the_log(connection: Connection, tmp_path: Path, seed: int) -> None:
    """A fifth of the live messages lost, others doubled: the next of the same subject shows it, and none is missed."""
    chance = random.Random(seed)
    lines = long_script(80).lines
    # Position 1 is the start. What is followed by the same subject may get lost: the gap is seen before more is shown.
    may_be_lost = {
        n + 2 for n, (line, following) in enumerate(pairwise(lines)) if line.channel == following.channel == "events"
    }

    def fate(message: StoredMessage) -> list[StoredMessage]:
        return [message] * chance.choice([0, 1, 1, 1, 2] if message.seq in may_be_lost else [1, 2])

    faulty, log = over_faulty_log(connection, fate)
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        reading = await attached(gateway)
        await job.write(lines)
        seen = await asyncio.wait_for(reading, 30)

    assert [frame.data for frame in seen.events] == data_of(lines)
    assert [frame.id for frame in seen.events] == [str(seq) for seq in job.positions]
    assert [said["type"] for said in seen.controls] == ["caught_up"]
    assert log.reads > 3


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_lost_the_reader_ends_with_the_log(connection: Connection, tmp_path: Path, seed: int) -> None:
    """A fifth of all live messages lost, of both subjects, the last ones too: who minds `reset` ends with the log."""
    chance = random.Random(seed)
    lines = long_script(80).lines
    faulty, _ = over_faulty_log(connection, lambda message: [message] * chance.choice([0, 1, 1, 1, 1]))
    async with running_gateway(faulty, tmp_path, heartbeat_sec=0.3) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        reading = await attached(gateway)
        await job.write(lines)
        seen = await asyncio.wait_for(reading, 30)

    assert [(frame.id, frame.data) for frame in seen.standing] == list(
        zip(map(str, job.positions), data_of(lines), strict=True)
    )


async def test_the_last_message_is_found_at_the_heartbeat(connection: Connection, tmp_path: Path) -> None:
    """Where the last live messages are lost no gap shows it: the leader is asked in the silence that follows."""
    lines = long_script(20).lines
    lost = False

    def fate(message: StoredMessage) -> list[StoredMessage]:
        return [] if lost else [message]

    faulty, _ = over_faulty_log(connection, fate)
    async with running_gateway(faulty, tmp_path, heartbeat_sec=0.3) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        reading = await attached(gateway)
        await job.write(lines[:-3])
        lost = True
        await job.write(lines[-3:])
        seen = await asyncio.wait_for(reading, 10)

    assert [frame.data for frame in seen.events] == data_of(lines)


async def test_a_disturbance_makes_sure(connection: Connection, tmp_path: Path) -> None:
    """When the connection says that messages may be lost, the log is read, and what was lost is shown at once."""
    lines = long_script(20).lines
    faulty, log = over_faulty_log(connection, lambda _: [])
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        async with gateway.stream(JOB) as stream:
            await stream.read(control="caught_up")
            await job.write(lines[:9])
            log.disturb("reconnect")
            await stream.read(until=9)
            await job.write(lines[9:])
            log.disturb("slow_consumer")
            seen = await stream.read()

    assert [frame.data for frame in seen.events] == data_of(lines)


async def test_a_message_lost_between_the_subjects_starts_the_history_again(
    connection: Connection, tmp_path: Path
) -> None:
    """A loss that is noticed when later events were shown already tells viewers to begin again: no hole is kept."""
    lines = long_script(20).lines
    status = [n for n, line in enumerate(lines) if line.channel == "status"]
    swallowed = status[3]

    def fate(message: StoredMessage) -> list[StoredMessage]:
        return [] if message.seq == at else [message]

    at = -1
    faulty, _ = over_faulty_log(connection, fate)
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        reading = await attached(gateway)
        await job.write(lines[:swallowed])
        at = job.positions[-1] + 1
        await job.write(lines[swallowed:])
        seen = await asyncio.wait_for(reading, 10)

    assert job.positions[swallowed] == at
    assert [said["type"] for said in seen.controls] == ["caught_up", "reset", "caught_up"]
    assert [frame.data for frame in seen.standing] == data_of(lines)


async def test_a_cursor_ahead_of_this_gateway_is_no_reset(connection: Connection, tmp_path: Path) -> None:
    """A reader that comes from another gateway may know more than we heard live: we look before we say `reset`."""
    lines = long_script(20).lines
    faulty, _ = over_faulty_log(connection, lambda _: [])
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        async with gateway.stream(JOB) as first:
            await first.read(control="caught_up")
            await job.write(lines)
            reading = await gateway.read(JOB, cursor=job.positions[9])
            assert (await gateway.read(JOB, cursor=job.positions[-1])).status == 204
            assert [frame.data for frame in (await first.read()).events] == data_of(lines)

    assert [frame.data for frame in reading.events] == data_of(lines[10:])
    assert [said["type"] for said in reading.controls] == ["caught_up"]


async def test_a_204_is_given_only_when_it_is_sure(connection: Connection, tmp_path: Path) -> None:
    """A revision that was opened, and that this gateway has not heard of, keeps a reader from being sent away."""
    lines = long_script(20).lines
    reopened = lines[1:2]
    deaf = False
    faulty, _ = over_faulty_log(connection, lambda message: [] if deaf else [message])
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(lines)
        await gateway.read(JOB)
        deaf = True
        await job.write(reopened)
        async with gateway.stream(JOB, cursor=job.positions[-2]) as stream:
            seen = await stream.read(until=1)

    assert seen.status == 200
    assert [frame.data for frame in seen.events] == data_of(reopened)


async def test_silence_has_heartbeats(connection: Connection, tmp_path: Path) -> None:
    """A quiet stream gives a sign of life without an id, with the last position; it is stored nowhere."""
    async with running_gateway(connection, tmp_path, heartbeat_sec=0.2) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:5])
        async with gateway.stream(JOB) as stream:
            reading = await stream.read_heartbeats(3)

    for frame in reading.heartbeats:
        assert frame.json["data"] == {"last_seq": job.positions[4]}
        assert frame.json["job_id"] == JOB
        assert isinstance(decode_event(frame.data.encode()), HeartbeatEvent)
        assert frame.id == str(job.positions[4])  # the one of the event before: a heartbeat moves no cursor
    assert reading.raw.count(b"id: ") == 6
    assert len(await connection.log.read(subjects.public(JOB_ID))) == 5


async def test_a_busy_stream_has_none(connection: Connection, tmp_path: Path) -> None:
    """Where events come more often than heartbeats are due, there are none; hidden messages are no sign of life."""
    lines = long_script(60).lines
    async with running_gateway(connection, tmp_path, heartbeat_sec=1.0) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        reading = await attached(gateway)
        for line in lines[:30]:
            await job.write([line])
            await asyncio.sleep(0.05)
        assert not reading.done()
        for _ in range(30):
            await job.raw(b"rubbish")
            await asyncio.sleep(0.05)
        await job.write(lines[30:])
        seen = await reading

    kinds = [frame.json["type"] == "heartbeat" for frame in seen.frames if frame.event == "message"]
    assert not any(kinds[:30])
    assert sum(kinds) >= 1


async def test_what_nobody_can_read_stops_no_stream(
    gateway: RunningGateway, job: WrittenJob, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rubbish, forgeries and foreign lifecycle on `.events` are not shown; they are counted, and logged by position."""
    lines = long_script(30).lines
    forged = long_script(30).lines[-1]
    insight = next(line for line in lines if isinstance(line.event, InsightEvent))
    reading = await attached(gateway)
    rubbish = [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"0" * 60_000,
        b"[" * 50_000,
        b'{"type":"done"}',
        b"\x00",
        b"SECRET",
    ]
    seqs = []
    for n, line in enumerate(lines):
        if n < len(rubbish):
            seqs.append(await job.raw(rubbish[n]))
        if n == 12:
            # A `done` and an agent's event by somebody else, under ids that they will have.
            await job.write([Line(seq=0, channel="events", message_id="acme-1", event=forged.event)])
            await job.write([Line(seq=0, channel="events", message_id="acme-2", event=insight.event)])
            await job.raw(b"x", message_id=f"{job.positions[0]}.0")
            del job.positions[-2:]
        await job.write([line])
    seen = await asyncio.wait_for(reading, 10)

    assert [frame.data for frame in seen.events] == data_of(lines)
    rejected = gateway.gateway.rejected.by_reason
    assert rejected["malformed"] == len(rubbish) + 1
    assert rejected["lifecycle"] == 1
    assert rejected["forged"] == 1
    logged = capsys.readouterr().out
    assert "SECRET" not in logged
    assert all(str(seq) in logged for seq in seqs)


async def test_many_viewers_share_one_log(connection: Connection, tmp_path: Path) -> None:
    """Fifty viewers of one job are one subscription and one reading of its history; each sees all of it."""
    lines = long_script(40).lines
    faulty, log = over_faulty_log(connection, arrives)
    async with running_gateway(faulty, tmp_path) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(lines[:10])
        readings = [asyncio.create_task(gateway.read(JOB)) for _ in range(50)]
        await asyncio.gather(*(attached(gateway) for _ in range(3)))
        assert len(gateway.gateway.jobs) == 1
        await job.write(lines[10:])
        for reading in await asyncio.gather(*readings):
            assert [frame.data for frame in reading.events] == data_of(lines)
    assert log.reads <= 2


async def test_two_gateways_give_the_same(server: NatsServer, connection: Connection, tmp_path: Path) -> None:
    """Cursors, tokens and ids of one gateway are good at another: every cut goes on there."""
    lines = long_script(30).lines
    (tmp_path / "b").mkdir()
    async with (
        await connect(LogSettings(url=server.url)) as other,
        running_gateway(connection, tmp_path) as first,
        running_gateway(other, tmp_path / "b") as second,
    ):
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(lines)
        whole = await first.read(JOB)
        for cut, (cursor, _) in enumerate(whole.pairs[:-1]):
            async with second.stream(JOB, cursor=cursor, token=first.token(JOB)) as stream:
                assert whole.pairs[: cut + 1] + (await stream.read()).pairs == whole.pairs


async def test_an_erased_job_ends_its_streams(connection: Connection, tmp_path: Path) -> None:
    """Viewers of a job that is erased are let go at the next heartbeat; who comes back gets 410, with any token."""
    async with running_gateway(connection, tmp_path, heartbeat_sec=0.2) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(long_script(20).lines[:8])
        reading = await attached(gateway)
        await job.erase()
        seen = await asyncio.wait_for(reading, 5)
        assert len(seen.events) == 8
        for path in ("stream", "snapshot", "artifacts", "artifacts/resume.md"):
            assert (await gateway.get(f"/api/jobs/{JOB}/{path}", JOB)).status_code == 410
            assert (await gateway.get(f"/api/jobs/{JOB}/{path}")).json()["code"] == "erased"


async def test_a_log_that_has_less_than_was_shown_is_shown_as_it_is(
    server: NatsServer, connection: Connection, tmp_path: Path
) -> None:
    """Where a disaster took events that were shown already, viewers begin again with what there is."""
    lines = [line for line in long_script(30).lines if line.channel == "status"]
    async with running_gateway(connection, tmp_path, heartbeat_sec=0.2) as gateway:
        job = WrittenJob(connection.log)
        await job.start()
        await job.write(lines[:6])
        async with gateway.stream(JOB) as stream:
            await stream.read(until=6)
            client = await nats.connect(server.url)
            await client.jetstream().purge_stream(subjects.JOBS, subject=subjects.public(JOB_ID))
            await client.close()
            await stream.read(control="reset")
            await job.write(lines)
            seen = await asyncio.wait_for(stream.read(), 10)

    assert [frame.data for frame in seen.standing] == data_of(lines)
