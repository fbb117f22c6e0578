"""Several jobs on one connection: where a reader stands, and where it goes on."""

import asyncio

from tests.conformance.cases import Group, expect_same
from tests.conformance.manyjobs import (
    Asked,
    controls_of,
    data_of,
    read_many,
    read_three,
    three_jobs,
    told_by,
    watching,
)
from tests.conformance.world import World

MANY_CURSORS = Group("many-cursors", "Several jobs on one connection: where a reader stands, and where it goes on.")

_AT_ONCE = 6


@MANY_CURSORS.case()
async def cursors_in_the_address_count(world: World) -> None:
    """Each job goes on behind its own cursor of the address: some at the beginning, some in the middle."""
    jobs = await three_jobs(world)
    wholes = [(await world.whole(job)).shown for job in jobs]
    at = [0, len(wholes[1]) // 2, len(wholes[2]) - 2]
    asked = [Asked(job, whole[n - 1].id if n else "0") for job, whole, n in zip(jobs, wholes, at, strict=True)]
    stream = await read_many(world, asked)
    for job, whole, n in zip(jobs, wholes, at, strict=True):
        expect_same(data_of(stream, job), [one.data for one in whole[n:]], f"the events behind {n}")


@MANY_CURSORS.case()
async def a_snapshots_position_is_a_cursor_here(world: World) -> None:
    """`seq` of a job's snapshot is its cursor in the list: that job is over, the others are shown."""
    finished, failed, _ = await three_jobs(world)
    position = (await world.snapshot(finished))["seq"]
    stream = await read_many(world, [Asked(finished, str(position)), Asked(failed)])
    expect_same(data_of(stream, finished), [], "events of the job that is over")
    expect_same(data_of(stream, failed), await told_by(world, failed), "events of the other")


@MANY_CURSORS.case()
async def every_cut_of_many_jobs(world: World) -> None:
    """Cut behind any event and resumed with its id, each job goes on exactly where it was."""
    asked, whole = await read_three(world)
    slots = asyncio.Semaphore(_AT_ONCE)

    async def cut_behind(n: int) -> None:
        async with slots:
            rest = await read_many(world, asked, cursor=whole.ids[n])
        for job, _ in asked:
            before = [one.data for one in whole.shown[: n + 1] if one.json["job_id"] == job.job_id]
            expect_same(before + data_of(rest, job), data_of(whole, job), f"cut behind event {n}: the events of a job")
        expect_same([said for said in rest.controls if said["type"] == "reset"], [], f"cut behind event {n}: resets")

    await asyncio.gather(*(cut_behind(n) for n in range(len(whole.shown) - 1)))


@MANY_CURSORS.case()
async def any_byte_of_many_jobs(world: World) -> None:
    """Cut at any byte and resumed at what was read whole, nothing is lost or doubled."""
    asked, whole = await read_three(world)
    for length in range(1, len(whole.raw), len(whole.raw) // 25):
        async with watching(world, asked) as stream:
            while len(stream.raw) < length:
                await stream.more(length - len(stream.raw))
            stream.cut(reset=True)
        rest = await read_many(world, asked, cursor=stream.last_event_id or None)
        for job, _ in asked:
            both = data_of(stream, job) + data_of(rest, job)
            expect_same(both, data_of(whole, job), f"cut after {length} bytes: the events of a job")


@MANY_CURSORS.case()
async def the_header_wins_here_too(world: World) -> None:
    """`Last-Event-ID` wins over the cursors of the address: only the header has moved."""
    asked, whole = await read_three(world)
    n = len(whole.shown) // 2
    ends = [Asked(job, (await world.whole(job)).ids[0]) for job, _ in asked]
    rest = await read_many(world, ends, cursor=whole.ids[n])
    expect_same([one.data for one in rest.shown], [one.data for one in whole.shown[n + 1 :]], "the events")


@MANY_CURSORS.case()
async def back_at_all_ends_is_204(world: World) -> None:
    """Who comes back with the last id is answered 204, without a body."""
    asked, whole = await read_three(world)
    stream = await read_many(world, asked, cursor=whole.last_event_id)
    expect_same((stream.status, stream.raw), (204, b""), "the answer")


@MANY_CURSORS.case()
async def cursors_at_all_ends_are_204(world: World) -> None:
    """So is who stands at the end of each job by the address."""
    jobs = await three_jobs(world)
    stream = await read_many(world, [Asked(job, (await world.whole(job)).ids[-1]) for job in jobs])
    expect_same((stream.status, stream.raw), (204, b""), "the answer")


@MANY_CURSORS.case()
async def an_unknown_cursor_resets_its_job_only(world: World) -> None:
    """A cursor that a job does not know is met with `reset` for that job; the others go on where they were."""
    finished, failed, retried = await three_jobs(world)
    at = (await world.whole(retried)).ids[-2]
    stream = await read_many(world, [Asked(finished, "999999999999"), Asked(failed), Asked(retried, at)])
    resets = [said["job_id"] for said in stream.controls if said["type"] == "reset"]
    expect_same(resets, [finished.job_id], "the jobs that were reset")
    expect_same(data_of(stream, finished), await told_by(world, finished), "the events of the job that was reset")
    expect_same(len(data_of(stream, retried)), 1, "how many events of another came")


@MANY_CURSORS.case()
async def another_lists_id_resets_all(world: World) -> None:
    """An id of another list is met with `reset` for each job, and behind it with everything."""
    finished, failed, retried = await three_jobs(world)
    other = await read_many(world, [Asked(failed), Asked(retried)])
    stream = await read_many(world, [Asked(finished), Asked(failed)], cursor=other.ids[2])
    for job in (finished, failed):
        kinds = [said["type"] for said in controls_of(stream, job)]
        expect_same(kinds, ["reset", "caught_up"], "what is said of a job")
        expect_same(data_of(stream, job), await told_by(world, job), "its events")


@MANY_CURSORS.case(needs=["hold_port"])
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
        expect_same(seen[job.job_id], await told_by(world, job), "the events of a job")
