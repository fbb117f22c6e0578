"""Several jobs on one connection: what is shown, and where a reader goes on."""

import asyncio
import re

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.jobs import Job
from tests.conformance.manyjobs import Asked, controls_of, data_of, read_many, watching
from tests.conformance.stream import Stream
from tests.conformance.world import World

MANY = Group("many-jobs", "Several jobs on one connection: what is shown of each, and how a reader goes on.")

_AT_ONCE = 6


async def _jobs(world: World) -> list[Job]:
    return [await world.jobs.finished(), await world.jobs.failed(), await world.jobs.retried()]


async def _all(world: World) -> tuple[list[Asked], Stream]:
    asked = [Asked(job) for job in await _jobs(world)]
    stream = await read_many(world, asked)
    expect_same(stream.status, 200, "the status of the whole")
    return asked, stream


async def _data(world: World, job: Job) -> list[str]:
    return [one.data for one in (await world.whole(job)).shown]


@MANY.case()
async def every_job_is_shown(world: World) -> None:
    """Each job's events are those of its own stream, in the same order, each once, byte for byte."""
    asked, stream = await _all(world)
    for job, _ in asked:
        expect_same(data_of(stream, job), await _data(world, job), "the events of a job")
    expect_same(len(stream.shown), sum([len(await _data(world, job)) for job, _ in asked]), "how many events came")


@MANY.case()
async def one_job_is_a_list_too(world: World) -> None:
    """A list of one job shows what that job's own stream shows."""
    job = await world.jobs.finished()
    expect_same(data_of(await read_many(world, [Asked(job)]), job), await _data(world, job), "the events")


@MANY.case()
async def it_is_framed_like_a_single_stream(world: World) -> None:
    """Events are unnamed, an `id:` line and a `data:` line; only fields that are known; an empty line behind each."""
    _, stream = await _all(world)
    blocks = [block for block in stream.blocks if block.dispatched and not block.values(b"event")]
    shapes = {tuple(line.partition(b":")[0] for line in block.lines) for block in blocks}
    expect_same(shapes - {(b"id", b"data")}, set(), "events of another shape")
    expect_same({one.event for one in stream.messages}, {"message", "control"}, "the names")
    expect(b"\r" not in stream.raw and not stream.parser.had_bom, "there is a carriage return or a byte order mark")
    expect(not stream.parser.unfinished, "something stands behind the last empty line")


@MANY.case()
async def it_has_the_same_headers(world: World) -> None:
    """The headers are those of a single stream: kept by nobody, held back by nobody, compressed by nobody."""
    _, stream = await _all(world)
    single = (await world.whole(await world.jobs.finished())).head
    for name in ("content-type", "cache-control", "x-accel-buffering", "content-encoding", "transfer-encoding"):
        expect_same((name, stream.head.get(name)), (name, single.get(name)), "a header")


@MANY.case()
async def it_opens_with_id_and_retry(world: World) -> None:
    """The first block says where the reader stands and how long to wait; coming back with its id changes nothing."""
    asked, stream = await _all(world)
    names = [line.partition(b":")[0] for line in stream.blocks[0].lines]
    expect_same(sorted(names), [b"id", b"retry"], "the fields of the first block")
    opening = stream.blocks[0].values(b"id")[0].decode().removeprefix(" ")
    again = await read_many(world, asked, cursor=opening)
    expect_same([data_of(again, job) for job, _ in asked], [data_of(stream, job) for job, _ in asked], "the events")
    expect_same([said for said in again.controls if said["type"] == "reset"], [], "resets")


@MANY.case()
async def ids_fit_into_a_header_too(world: World) -> None:
    """An id is made of visible ASCII, is an event's own, and fits into a header."""
    _, stream = await _all(world)
    expect_same([one for one in stream.ids if not re.fullmatch(r"[!-~]{1,4000}", one)], [], "ids that do not fit")
    expect_same(len(set(stream.ids)), len(stream.ids), "how many are different")


@MANY.case()
async def cursors_in_the_address_count(world: World) -> None:
    """Each job goes on behind its own cursor of the address: some at the beginning, some in the middle."""
    jobs = await _jobs(world)
    wholes = [(await world.whole(job)).shown for job in jobs]
    at = [0, len(wholes[1]) // 2, len(wholes[2]) - 2]
    asked = [Asked(job, whole[n - 1].id if n else "0") for job, whole, n in zip(jobs, wholes, at, strict=True)]
    stream = await read_many(world, asked)
    for job, whole, n in zip(jobs, wholes, at, strict=True):
        expect_same(data_of(stream, job), [one.data for one in whole[n:]], f"the events behind {n}")


@MANY.case()
async def a_snapshots_position_is_a_cursor_here(world: World) -> None:
    """`seq` of a job's snapshot is its cursor in the list: that job is over, the others are shown."""
    finished, failed, _ = await _jobs(world)
    position = (await world.snapshot(finished))["seq"]
    stream = await read_many(world, [Asked(finished, str(position)), Asked(failed)])
    expect_same(data_of(stream, finished), [], "events of the job that is over")
    expect_same(data_of(stream, failed), await _data(world, failed), "events of the other")


@MANY.case(patience_sec=60)
async def every_cut_of_many_jobs(world: World) -> None:
    """Cut behind any event and resumed with its id, each job goes on exactly where it was."""
    asked, whole = await _all(world)
    slots = asyncio.Semaphore(_AT_ONCE)

    async def cut_behind(n: int) -> None:
        async with slots:
            rest = await read_many(world, asked, cursor=whole.ids[n])
        for job, _ in asked:
            before = [one.data for one in whole.shown[: n + 1] if one.json["job_id"] == job.job_id]
            expect_same(before + data_of(rest, job), data_of(whole, job), f"cut behind event {n}: the events of a job")
        expect_same([said for said in rest.controls if said["type"] == "reset"], [], f"cut behind event {n}: resets")

    await asyncio.gather(*(cut_behind(n) for n in range(len(whole.shown) - 1)))


@MANY.case()
async def any_byte_of_many_jobs(world: World) -> None:
    """Cut at any byte and resumed at what was read whole, nothing is lost or doubled."""
    asked, whole = await _all(world)
    for length in range(1, len(whole.raw), len(whole.raw) // 25):
        async with watching(world, asked) as stream:
            while len(stream.raw) < length:
                await stream.more(length - len(stream.raw))
            stream.cut(reset=True)
        rest = await read_many(world, asked, cursor=stream.last_event_id or None)
        for job, _ in asked:
            both = data_of(stream, job) + data_of(rest, job)
            expect_same(both, data_of(whole, job), f"cut after {length} bytes: the events of a job")


@MANY.case()
async def the_header_wins_here_too(world: World) -> None:
    """`Last-Event-ID` wins over the cursors of the address: only the header has moved."""
    asked, whole = await _all(world)
    n = len(whole.shown) // 2
    ends = [Asked(job, (await world.whole(job)).ids[0]) for job, _ in asked]
    rest = await read_many(world, ends, cursor=whole.ids[n])
    expect_same([one.data for one in rest.shown], [one.data for one in whole.shown[n + 1 :]], "the events")


@MANY.case()
async def caught_up_names_its_job(world: World) -> None:
    """Each job is told to be `caught_up`, once, by its id and its last position, behind its events."""
    asked, stream = await _all(world)
    for job, _ in asked:
        expect_same([said["type"] for said in controls_of(stream, job)], ["caught_up"], "what is said of a job")
        expect_same(str(controls_of(stream, job)[0]["seq"]), (await world.whole(job)).ids[-1], "its position")


@MANY.case()
async def it_ends_when_all_have_ended(world: World) -> None:
    """The response ends by itself when every job's part has ended."""
    _, stream = await _all(world)
    expect(stream.ended_well, "it was broken off")
    ends = [one.json["data"]["status"] for one in stream.shown if one.json["type"] == "done"]
    expect_same(sorted(ends), ["completed", "failed", "failed", "failed"], "the ends")


@MANY.case()
async def back_at_all_ends_is_204(world: World) -> None:
    """Who comes back with the last id is answered 204, without a body."""
    asked, whole = await _all(world)
    stream = await read_many(world, asked, cursor=whole.last_event_id)
    expect_same((stream.status, stream.raw), (204, b""), "the answer")


@MANY.case()
async def cursors_at_all_ends_are_204(world: World) -> None:
    """So is who stands at the end of each job by the address."""
    jobs = await _jobs(world)
    stream = await read_many(world, [Asked(job, (await world.whole(job)).ids[-1]) for job in jobs])
    expect_same((stream.status, stream.raw), (204, b""), "the answer")


@MANY.case()
async def an_unknown_cursor_resets_its_job_only(world: World) -> None:
    """A cursor that a job does not know is met with `reset` for that job; the others go on where they were."""
    finished, failed, retried = await _jobs(world)
    at = (await world.whole(retried)).ids[-2]
    stream = await read_many(world, [Asked(finished, "999999999999"), Asked(failed), Asked(retried, at)])
    resets = [said["job_id"] for said in stream.controls if said["type"] == "reset"]
    expect_same(resets, [finished.job_id], "the jobs that were reset")
    expect_same(data_of(stream, finished), await _data(world, finished), "the events of the job that was reset")
    expect_same(len(data_of(stream, retried)), 1, "how many events of another came")


@MANY.case()
async def another_lists_id_resets_all(world: World) -> None:
    """An id of another list is met with `reset` for each job, and behind it with everything."""
    finished, failed, retried = await _jobs(world)
    other = await read_many(world, [Asked(failed), Asked(retried)])
    stream = await read_many(world, [Asked(finished), Asked(failed)], cursor=other.ids[2])
    for job in (finished, failed):
        kinds = [said["type"] for said in controls_of(stream, job)]
        expect_same(kinds, ["reset", "caught_up"], "what is said of a job")
        expect_same(data_of(stream, job), await _data(world, job), "its events")


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
        expect_same(data_of(stream, held.job), await _data(world, held.job), "the events of a job")


def _ends(stream: Stream) -> int:
    return sum(one.json["type"] == "done" for one in stream.shown)


@MANY.case(needs=["hold_port", "heartbeat_sec"])
async def it_is_heard_in_silence(world: World) -> None:
    """Where no job says anything there is a sign of life, which moves no cursor."""
    async with world.jobs.held() as held, watching(world, [Asked(held.job), Asked(await _last(world))]) as stream:
        await stream.until(lambda so_far: so_far.heartbeats)
    expect_same(stream.last_event_id, stream.ids[-1], "where the reader stands")


async def _last(world: World) -> Job:
    return await world.jobs.failed()


@MANY.case(needs=["hold_port"])
async def a_running_list_can_be_cut(world: World) -> None:
    """Cut while its jobs run, again and again, and resumed each time, a list shows each event once."""
    async with world.jobs.held() as one, world.jobs.held() as other:
        asked = [Asked(one.job), Asked(other.job)]
        seen: dict[str, list[str]] = {one.job.job_id: [], other.job.job_id: []}
        cursor, status = None, 200
        while status == 200:
            async with watching(world, asked, cursor=cursor) as stream:
                await stream.until(lambda so_far: len(so_far.shown) >= 5)
                status = stream.status
                stream.cut()
            one.let_go.set()
            other.let_go.set()
            for job, _ in asked:
                seen[job.job_id] += data_of(stream, job)
            cursor = stream.last_event_id or cursor
    for job, _ in asked:
        expect_same(seen[job.job_id], await _data(world, job), "the events of a job")
