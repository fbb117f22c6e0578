"""Several jobs on one connection: what is shown, and where a reader goes on."""

import re

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.manyjobs import (
    Asked,
    controls_of,
    data_of,
    read_many,
    read_three,
    told_by,
    watching,
)
from tests.conformance.stream import Stream
from tests.conformance.world import World

MANY = Group("many-jobs", "Several jobs on one connection: what is shown of each, and how a reader goes on.")

_AT_ONCE = 6


@MANY.case()
async def every_job_is_shown(world: World) -> None:
    """Each job's events are those of its own stream, in the same order, each once, byte for byte."""
    asked, stream = await read_three(world)
    for job, _ in asked:
        expect_same(data_of(stream, job), await told_by(world, job), "the events of a job")
    expect_same(len(stream.shown), sum([len(await told_by(world, job)) for job, _ in asked]), "how many events came")


@MANY.case()
async def one_job_is_a_list_too(world: World) -> None:
    """A list of one job shows what that job's own stream shows."""
    job = await world.jobs.finished()
    expect_same(data_of(await read_many(world, [Asked(job)]), job), await told_by(world, job), "the events")


@MANY.case()
async def it_is_framed_like_a_single_stream(world: World) -> None:
    """Events are unnamed, an `id:` line and a `data:` line; only fields that are known; an empty line behind each."""
    _, stream = await read_three(world)
    blocks = [block for block in stream.blocks if block.dispatched and not block.values(b"event")]
    shapes = {tuple(line.partition(b":")[0] for line in block.lines) for block in blocks}
    expect_same(shapes - {(b"id", b"data")}, set(), "events of another shape")
    expect_same({one.event for one in stream.messages}, {"message", "control"}, "the names")
    expect(b"\r" not in stream.raw and not stream.parser.had_bom, "there is a carriage return or a byte order mark")
    expect(not stream.parser.unfinished, "something stands behind the last empty line")


@MANY.case()
async def it_has_the_same_headers(world: World) -> None:
    """The headers are those of a single stream: kept by nobody, held back by nobody, compressed by nobody."""
    _, stream = await read_three(world)
    single = (await world.whole(await world.jobs.finished())).head
    for name in ("content-type", "cache-control", "x-accel-buffering", "content-encoding", "transfer-encoding"):
        expect_same((name, stream.head.get(name)), (name, single.get(name)), "a header")


@MANY.case()
async def it_opens_with_id_and_retry(world: World) -> None:
    """The first block says where the reader stands and how long to wait; coming back with its id changes nothing."""
    asked, stream = await read_three(world)
    names = [line.partition(b":")[0] for line in stream.blocks[0].lines]
    expect_same(sorted(names), [b"id", b"retry"], "the fields of the first block")
    opening = stream.blocks[0].values(b"id")[0].decode().removeprefix(" ")
    again = await read_many(world, asked, cursor=opening)
    expect_same([data_of(again, job) for job, _ in asked], [data_of(stream, job) for job, _ in asked], "the events")
    expect_same([said for said in again.controls if said["type"] == "reset"], [], "resets")


@MANY.case()
async def ids_fit_into_a_header_too(world: World) -> None:
    """An id is made of visible ASCII, is an event's own, and fits into a header."""
    _, stream = await read_three(world)
    expect_same([one for one in stream.ids if not re.fullmatch(r"[!-~]{1,4000}", one)], [], "ids that do not fit")
    expect_same(len(set(stream.ids)), len(stream.ids), "how many are different")


@MANY.case()
async def caught_up_names_its_job(world: World) -> None:
    """Each job is told to be `caught_up`, once, by its id and its last position, behind its events."""
    asked, stream = await read_three(world)
    for job, _ in asked:
        expect_same([said["type"] for said in controls_of(stream, job)], ["caught_up"], "what is said of a job")
        expect_same(str(controls_of(stream, job)[0]["seq"]), (await world.whole(job)).ids[-1], "its position")


@MANY.case()
async def it_ends_when_all_have_ended(world: World) -> None:
    """The response ends by itself when every job's part has ended."""
    _, stream = await read_three(world)
    expect(stream.ended_well, "it was broken off")
    ends = [one.json["data"]["status"] for one in stream.shown if one.json["type"] == "done"]
    expect_same(sorted(ends), ["completed", "failed", "failed", "failed"], "the ends")


@MANY.case(needs=["hold_port"])
async def jobs_go_on_beside_each_other(world: World) -> None:
    """While one job is silent another is shown as it happens, and the stream stays open until the last has ended."""
    async with (
        world.jobs.held() as slow,
        world.jobs.held() as quick,
        watching(world, [Asked(slow.job), Asked(quick.job)]) as stream,
    ):
        await stream.until(lambda so_far: len([one for one in so_far.controls if one["type"] == "caught_up"]) == 2)
        quick.let_go.set()
        await within(20, stream.until(lambda so_far: _ends(so_far) == 1), "the quick job did not end")
        expect(not stream.over, "the stream ended with the first job")
        slow.let_go.set()
        await stream.to_end()
    for held in (slow, quick):
        expect_same(data_of(stream, held.job), await told_by(world, held.job), "the events of a job")


def _ends(stream: Stream) -> int:
    return sum(one.json["type"] == "done" for one in stream.shown)


@MANY.case(needs=["hold_port", "heartbeat_sec"])
async def it_is_heard_in_silence(world: World) -> None:
    """Where no job says anything there is a sign of life, which moves no cursor."""
    async with (
        world.jobs.held() as held,
        watching(world, [Asked(held.job), Asked(await world.jobs.failed())]) as stream,
    ):
        await stream.until(lambda so_far: so_far.heartbeats)
    expect_same(stream.last_event_id, stream.ids[-1], "where the reader stands")
