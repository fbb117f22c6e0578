"""Watching while it happens, many at once: each sees all of it, and nobody is in another's way."""

import asyncio
import time

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.jobs import HeldJob, Job
from tests.conformance.stream import Stream, streaming
from tests.conformance.wire import Caller
from tests.conformance.world import World

LIVE = Group("live", "Watching while it happens, many at once: each sees all of it, and nobody is in another's way.")

_VIEWERS = 40


@LIVE.case(needs=["hold_port"])
async def events_come_as_they_happen(world: World) -> None:
    """What has happened is shown while the job still runs: nothing waits for the end or is buffered on its way."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await within(5, stream.until(lambda so_far: so_far.shown), "within 5 s nothing was shown of a job that runs")
        expect_same(stream.shown[0].json["data"]["status"], "started", "the first event")
        held.let_go.set()
        await stream.to_end()
    spread = stream.arrived_at[-1] - stream.arrived_at[0]
    expect(spread > 0.05, f"all events came within {spread:.3f} s")


@LIVE.case()
async def a_live_stream_is_the_whole(world: World) -> None:
    """Who watches from the start has, at the end, exactly what is in the history."""
    job = await world.jobs.start()
    live = await world.read(job)
    expect_same(live.pairs, (await world.read(job)).pairs, "the events")


@LIVE.case(needs=["hold_port"])
async def a_live_stream_stays_open(world: World) -> None:
    """Behind the history a stream of a running job stays open, and shows what comes."""
    async with world.jobs.held() as held, world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        expect(not stream.over, "it ended behind its history")
        held.let_go.set()
        await stream.to_end()
    expect_same(stream.shown[-1].json["type"], "done", "the last event")


@LIVE.case()
async def many_viewers_see_the_same(world: World) -> None:
    """Forty viewers of one running job see the same events in the same order."""
    job = await world.jobs.start()
    streams = await asyncio.gather(*(world.read(job) for _ in range(_VIEWERS)))
    for stream in streams:
        expect_same(stream.pairs, streams[0].pairs, "a viewer's events")


@LIVE.case(needs=["hold_port"])
async def early_and_late_see_the_same(world: World) -> None:
    """Viewers who come at the start, in the middle, at the end and after it see the same."""
    async with world.jobs.held() as held:
        early = asyncio.create_task(world.read(held.job))
        async with world.stream(held.job) as middle:
            await middle.until_control("caught_up")
            held.let_go.set()
            later = asyncio.create_task(world.read(held.job))
            await middle.to_end()
        after = await world.read(held.job)
    for stream in (await early, middle, await later):
        expect_same(stream.pairs, after.pairs, "a viewer's events")


@LIVE.case()
async def jobs_at_once_do_not_mix(world: World) -> None:
    """Jobs that run beside each other: each stream has the events of its own job only, and a whole life."""
    jobs = await asyncio.gather(*(world.jobs.start() for _ in range(6)))
    streams = await asyncio.gather(*(world.read(job) for job in jobs))
    for job, stream in zip(jobs, streams, strict=True):
        expect_same({one.json["job_id"] for one in stream.shown}, {job.job_id}, "the jobs in a stream")
        expect_same(stream.shown[-1].json["data"]["status"], "completed", "the end")


@LIVE.case()
async def a_fresh_job_is_never_unknown(world: World) -> None:
    """Who opens the stream in the moment after `start` was answered is never told 404: `EventSource` would give up."""
    for _ in range(8):
        job = await world.jobs.start()
        async with world.stream(job) as stream:
            await stream.until(lambda so_far: so_far.shown)
        expect_same(stream.status, 200, "the status")


@LIVE.case()
async def who_takes_nothing_is_in_nobodys_way(world: World) -> None:
    """A viewer who opens a stream and reads nothing of it delays no other."""
    job = await world.jobs.start()
    callers = [Caller(world.url) for _ in range(5)]
    for caller in callers:
        await caller.ask("GET", job.stream_url, list(job.bearer.items()))
    began = time.monotonic()
    streams = await asyncio.gather(*(world.read(job) for _ in range(5)))
    took = time.monotonic() - began
    for caller in callers:
        caller.close()
    expect_same({stream.shown[-1].json["type"] for stream in streams}, {"done"}, "the ends")
    expect(took < 20, f"the others took {took:.1f} s")


@LIVE.case(needs=["hold_port"])
async def who_leaves_is_in_nobodys_way(world: World) -> None:
    """Viewers who leave in the middle, gently or not, disturb nobody who stays."""
    async with world.jobs.held() as held, world.stream(held.job) as stays:
        await stays.until_control("caught_up")
        for n in range(10):
            async with world.stream(held.job) as leaves:
                await leaves.until_control("caught_up")
                leaves.cut(reset=n % 2 == 0)
        held.let_go.set()
        await stays.to_end()
    expect_same(stays.pairs, (await world.read(held.job)).pairs, "the events of who stayed")


@LIVE.case(needs=["hold_port"])
async def readers_of_other_things_do_not_wait(world: World) -> None:
    """While many streams are open, snapshots and probes are answered at once."""
    async with world.jobs.held() as held:
        opened = asyncio.Event()
        watching = [asyncio.create_task(_watch(world, held, opened)) for _ in range(_VIEWERS)]
        await opened.wait()
        began = time.monotonic()
        for _ in range(5):
            await world.snapshot(held.job)
            expect_same((await world.get("/health/live")).status_code, 200, "the probe")
        took = time.monotonic() - began
        held.let_go.set()
        await asyncio.gather(*watching)
    expect(took < 10, f"ten answers took {took:.1f} s")


async def _watch(world: World, held: HeldJob, opened: asyncio.Event) -> None:
    async with world.stream(held.job) as stream:
        await stream.until_control("caught_up")
        opened.set()
        await stream.to_end()


@LIVE.case()
async def viewers_may_come_by_any_token_way(world: World) -> None:
    """Viewers by header, by query and by cookie, at once, see the same."""
    job = await world.jobs.start()
    by_header, by_query, by_cookie = await asyncio.gather(
        _by(world, job, [("Authorization", f"Bearer {job.token}")], ""),
        _by(world, job, [], f"?access_token={job.token}"),
        _by(world, job, [("Cookie", f"job_token={job.token}")], ""),
    )
    expect_same(by_query.pairs, by_header.pairs, "by query")
    expect_same(by_cookie.pairs, by_header.pairs, "by cookie")


async def _by(world: World, job: Job, headers: list[tuple[str, str]], query: str) -> Stream:
    async with streaming(world.url, job.stream_url + query, headers) as stream:
        return await stream.to_end()
