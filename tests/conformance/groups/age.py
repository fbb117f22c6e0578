"""Connections that get old: their viewers are sent to come back, so that none stays at one gateway for ever."""

import asyncio
import time

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.stream import Stream, streaming
from tests.conformance.world import World

AGE = Group("age", "A connection that is old enough ends, and its viewer comes back and misses nothing.")

_NEEDS = ("aged", "age_sec", "hold_port")
_VIEWERS = 24
_SLACK_SEC = 2.5
"""Beats and machines take their time."""


async def _live(world: World, job: Job, cursor: str = "0") -> tuple[Stream, float]:
    """Give a stream at the gateway whose connections get old, and how long it lived."""
    headers = [*job.bearer.items(), ("Last-Event-ID", cursor)]
    began = time.monotonic()
    async with streaming(world.knobs.aged or "", job.stream_url, headers) as stream:
        await stream.to_end()
    return stream, time.monotonic() - began


@AGE.case(needs=_NEEDS)
async def it_ends_at_its_age(world: World) -> None:
    """A stream lives for 80 to 100 % of STREAM_AGE_SEC."""
    age_sec = world.knobs.age_sec or 0
    async with world.jobs.held() as held:
        _, lived_sec = await _live(world, held.job)
    expect(0.8 * age_sec - 0.1 <= lived_sec <= age_sec + _SLACK_SEC, f"it lived for {lived_sec:.1f} s")


@AGE.case(needs=_NEEDS)
async def it_says_when_to_come_back(world: World) -> None:
    """Before it ends it says `drain`, and when to come back, also by `retry:`."""
    async with world.jobs.held() as held:
        stream, _ = await _live(world, held.job)
    drain = stream.messages[-1].json
    expect_same(drain.get("type"), "drain", "the last word")
    expect(100 <= drain["retry_ms"] <= 60_000, f"{drain}")
    expect_same(stream.parser.retry_ms, drain["retry_ms"], "the delay by retry:")
    expect(stream.ended_well, "the stream was broken off")


@AGE.case(needs=_NEEDS)
async def who_comes_back_goes_on(world: World) -> None:
    """Who comes back with its cursor is let in again, to what it has not seen."""
    async with world.jobs.held() as held:
        first, _ = await _live(world, held.job)
        held.let_go.set()
        parts, cursor = list(first.pairs), first.last_event_id
        while '"done"' not in parts[-1][1]:
            stream, _ = await _live(world, held.job, cursor)
            expect_same(stream.status, 200, "the status on coming back")
            parts, cursor = parts + stream.pairs, stream.last_event_id
    expect_same(parts, (await world.read(held.job)).pairs, "all parts together")


@AGE.case(needs=_NEEDS)
async def they_do_not_end_all_at_once(world: World) -> None:
    """Streams that were opened in one moment end at different ones."""
    async with world.jobs.held() as held:
        lived = await asyncio.gather(*(_live(world, held.job) for _ in range(_VIEWERS)))
    first, last = min(seconds for _, seconds in lived), max(seconds for _, seconds in lived)
    expect(last - first > 0.05 * (world.knobs.age_sec or 0), f"all lived for {first:.2f} to {last:.2f} s")
