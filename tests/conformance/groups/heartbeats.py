"""Signs of life on a stream where nothing happens."""

from itertools import pairwise
from statistics import mean

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.stream import Stream
from tests.conformance.world import World

HEARTBEATS = Group("heartbeats", "A sign of life where a job is silent, and what it must not do.")

_LATE = 2.5
"""How often HEARTBEAT_SEC may pass until it comes: a beat is the job's, not the viewer's, and machines are busy."""


def _beat_sec(world: World) -> float:
    if world.knobs.heartbeat_sec is None:
        raise RuntimeError("a case about heartbeats needs `heartbeat_sec`")
    return world.knobs.heartbeat_sec


async def _heard(stream: Stream, beats: int) -> Stream:
    return await stream.until(lambda so_far: len(so_far.heartbeats) >= beats)


async def _silent(world: World, beats: int) -> Stream:
    """Give a stream of a job that waits, up to a number of heartbeats."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        return await _heard(stream, beats)


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_comes_in_time(world: World) -> None:
    """On a silent stream the next word comes after HEARTBEAT_SEC, not much later, again and again."""
    at_most = _LATE * _beat_sec(world)
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        for n in range(1, 4):
            await within(at_most, _heard(stream, n), f"heartbeat {n} has not come within {at_most:g} s of silence")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_comes_only_in_silence(world: World) -> None:
    """Between heartbeats lies most of HEARTBEAT_SEC, on average, since one may be late: no more than are needed."""
    stream = await _silent(world, 4)
    beats = [at for at, one in zip(stream.arrived_at, stream.messages, strict=True) if one in stream.heartbeats]
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    expect(mean(gaps) > 0.5 * _beat_sec(world), f"seconds between them: {gaps}")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_moves_no_cursor(world: World) -> None:
    """A heartbeat carries no `id:`: who is cut behind it comes back where it was."""
    stream = await _silent(world, 2)
    blocks = [block for block in stream.blocks if any(b'"heartbeat"' in line for line in block.lines)]
    expect_same([block.lines for block in blocks if block.values(b"id")], [], "heartbeats with an id")
    expect_same(stream.last_event_id, stream.ids[-1], "where a reader stands behind them")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_is_unnamed(world: World) -> None:
    """A heartbeat is an unnamed frame of one data line, which plain `onmessage` sees."""
    stream = await _silent(world, 1)
    [block] = [block for block in stream.blocks if any(b'"heartbeat"' in line for line in block.lines)]
    expect_same([line.partition(b":")[0] for line in block.lines], [b"data"], "its fields")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_names_the_last_position(world: World) -> None:
    """A heartbeat is of this job, and its `last_seq` the last event's position: a reader sees that it missed none."""
    stream = await _silent(world, 1)
    beat = stream.heartbeats[0].json
    expect_same(str(beat["data"]["last_seq"]), stream.ids[-1], "last_seq")
    expect_same(beat["job_id"], stream.shown[0].json["job_id"], "its job")
    expect(beat["timestamp"] and beat["id"], f"{beat} has no envelope")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_is_stored_nowhere(world: World) -> None:
    """A heartbeat that was sent is neither in a snapshot nor in a later reader's history."""
    async with world.jobs.held() as held:
        async with world.stream(held.job) as stream:
            await stream.until(lambda so_far: so_far.heartbeats)
            snapshot = await world.snapshot(held.job)
        async with world.stream(held.job) as late:
            await late.until_control("caught_up")
    kinds = {one["event"]["type"] for one in snapshot["events"]}
    expect("heartbeat" not in kinds, "the snapshot has one")
    expect_same(late.heartbeats, [], "heartbeats in a history")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def it_comes_to_all(world: World) -> None:
    """Two who watch the same silent job both hear it, whoever came first."""
    async with world.jobs.held() as held, world.stream(held.job) as early, world.stream(held.job) as late:
        at_most = _LATE * _beat_sec(world)
        await within(at_most, early.until(lambda so_far: so_far.heartbeats), "the first heard none")
        await within(at_most, late.until(lambda so_far: so_far.heartbeats), "the second heard none")


@HEARTBEATS.case(needs=["heartbeat_sec", "hold_port"])
async def events_come_behind_it(world: World) -> None:
    """Behind heartbeats the job goes on, and nothing of it is missing."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until(lambda so_far: so_far.heartbeats)
        held.let_go.set()
        await stream.to_end()
    expect_same(stream.pairs, (await world.read(held.job)).pairs, "the events")
