"""Connections that are lost: behind every event, at any byte, while the job runs; what is read in all is the whole."""

import asyncio
import random

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.world import World

CUTS = Group("cuts", "Cut anywhere and resumed, a stream is the uninterrupted one.")

_AT_ONCE = 8


async def _every_cut(world: World, by: str) -> None:
    job = await world.jobs.finished()
    whole = (await world.whole(job)).pairs
    slots = asyncio.Semaphore(_AT_ONCE)

    async def cut_behind(n: int) -> None:
        async with slots:
            stream = await world.read(job, **{by: whole[n][0]})
        expect_same(whole[: n + 1] + stream.pairs, whole, f"cut behind event {n}")

    await asyncio.gather(*(cut_behind(n) for n in range(len(whole) - 1)))


@CUTS.case()
async def every_event_by_header(world: World) -> None:
    """Cut behind any event and resumed with `Last-Event-ID`, both parts together are the whole."""
    await _every_cut(world, "cursor")


@CUTS.case()
async def every_event_by_after(world: World) -> None:
    """The same with `?after=`."""
    await _every_cut(world, "after")


async def _read_in_parts(world: World, job: Job, lengths: list[int], *, reset: bool = False) -> list[tuple[str, str]]:
    """Read a stream with a connection cut after each number of bytes, and then to its end."""
    seen: list[tuple[str, str]] = []
    cursor: str | None = None
    for length in [*lengths, 0]:
        async with world.stream(job, cursor=cursor) as stream:
            if stream.status == 204:
                return seen
            while not stream.over and (not length or len(stream.raw) < length):
                await stream.more(length - len(stream.raw) if length else 65536)
            if length:
                stream.cut(reset=reset)
            seen += stream.pairs
            cursor = stream.last_event_id or cursor
            if seen and '"type":"done"' in seen[-1][1].replace(" ", ""):
                return seen
    return seen


@CUTS.case()
async def any_byte(world: World) -> None:
    """Cut at any byte, also in the middle of a line, and resumed at what was read whole, nothing is lost or doubled."""
    job = await world.jobs.finished()
    whole = await world.whole(job)
    slots = asyncio.Semaphore(_AT_ONCE)
    chance = random.Random(1)  # the same cuts in every run
    frame_ends = len(whole.raw) // 3
    places = [*range(1, 160, 3), *range(frame_ends, frame_ends + 60), *chance.sample(range(160, len(whole.raw)), 60)]

    async def cut_at(length: int) -> None:
        async with slots:
            seen = await _read_in_parts(world, job, [length])
        expect_same(seen, whole.pairs, f"cut after {length} bytes")

    await asyncio.gather(*(cut_at(length) for length in places))


@CUTS.case()
async def again_and_again(world: World) -> None:
    """Cut some dozens of times at random bytes, each time a little further on, the parts are the whole."""
    job = await world.jobs.finished()
    chance = random.Random(2)
    seen = await _read_in_parts(world, job, [chance.randint(200, 4000) for _ in range(40)])
    expect_same(seen, (await world.whole(job)).pairs, "the events")


@CUTS.case()
async def by_a_reset(world: World) -> None:
    """It makes no difference whether a connection is closed or reset."""
    job = await world.jobs.finished()
    seen = await _read_in_parts(world, job, [300, 5000, 5000, 700], reset=True)
    expect_same(seen, (await world.whole(job)).pairs, "the events")


@CUTS.case()
async def in_a_running_job(world: World) -> None:
    """A reader of a running job who is cut every few hundred bytes ends with what an undisturbed one has."""
    job = await world.jobs.start()
    chance = random.Random(3)
    lengths = [chance.randint(40, 1500) for _ in range(200)]
    undisturbed, seen = await asyncio.gather(world.read(job), _read_in_parts(world, job, lengths))
    expect_same(seen, undisturbed.pairs, "the events")


@CUTS.case()
async def half_a_frame_moves_no_cursor(world: World) -> None:
    """Who was cut between an event's `id:` and the empty line behind it gets that event again, and whole."""
    job = await world.jobs.finished()
    whole = await world.whole(job)
    first = whole.shown[0]
    line = f"id: {first.id}\n".encode()
    length = whole.raw.index(line, whole.raw.index(b"\n\n")) + len(line)
    async with world.stream(job) as stream:
        while len(stream.raw) < length:
            await stream.more(length - len(stream.raw))
        stream.cut()
    expect_same(stream.raw[-len(line) :], line, "the last line before the cut")
    expect_same((await world.read(job, cursor=stream.last_event_id)).pairs[:1], whole.pairs[:1], "the next event")


@CUTS.case()
async def behind_done_before_the_end(world: World) -> None:
    """Who lost the connection behind `done` and before the response ended is told 204 on coming back."""
    job = await world.jobs.finished()
    async with world.stream(job) as stream:
        await stream.until(lambda so_far: so_far.shown and so_far.shown[-1].json["type"] == "done")
        stream.cut(reset=True)
    async with world.stream(job, cursor=stream.last_event_id) as again:
        expect_same(again.status, 204, "the status")


@CUTS.case()
async def leaving_cancels_nothing(world: World) -> None:
    """A job whose only viewers leave at once runs to its end all the same."""
    job = await world.jobs.start()
    for _ in range(3):
        async with world.stream(job) as stream:
            await stream.until(lambda so_far: so_far.shown)
            stream.cut(reset=True)
    end = (await world.read(job)).shown[-1].json
    expect_same((end["type"], end["data"]["status"]), ("done", "completed"), "the last event")


@CUTS.case()
async def before_the_first_byte(world: World) -> None:
    """Connections that break before anything of the body was read harm nobody: the next one gets everything."""
    job = await world.jobs.finished()
    for _ in range(10):
        async with world.stream(job) as stream:
            stream.cut(reset=True)
    stream = await world.read(job)
    expect_same(stream.pairs, (await world.whole(job)).pairs, "the events")
    expect(stream.ended_well, "the stream did not end")
