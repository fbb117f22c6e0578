"""Readers who want fewer writes: `?hz=`."""

import time
from itertools import pairwise

from tests.conformance.answers import expect_problem
from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.world import World

PACE = Group("pace", "`?hz=`: at most so many writes a second, and nothing lost by it.")

_HZ = 4
_FIRST = 4
"""What may come at once, the rest of a second that had begun, and the last chunk, which is empty."""
_APART_SEC = 0.005
"""What comes closer together is one burst."""


@PACE.case()
async def a_paced_stream_is_whole(world: World) -> None:
    """A paced reader of a running job ends with what an unpaced one has."""
    job = await world.jobs.start()
    async with world.stream(job, query={"hz": str(_HZ)}) as stream:
        await stream.to_end()
    expect_same(stream.pairs, (await world.read(job)).pairs, "the events")


@PACE.case(needs=["hold_port"])
async def a_paced_stream_is_paced(world: World) -> None:
    """Live events are written as seldom as was asked for: what comes meanwhile comes together."""
    async with world.jobs.held() as held, world.stream(held.job, query={"hz": "1"}) as stream:
        await stream.until_control("caught_up")
        chunks, messages, began = stream.chunks, len(stream.messages), time.monotonic()
        held.let_go.set()
        await stream.to_end()
    most = _FIRST + time.monotonic() - began
    moments = [began, *stream.arrived_at[messages:]]
    bursts = sum(later - earlier > _APART_SEC for earlier, later in pairwise(moments))
    said = f"{stream.chunks - chunks} chunks in {bursts} bursts, where at most {most:.1f} were asked for"
    expect(stream.chunks - chunks <= most or bursts <= most - 1, said)  # a proxy may cut what was written as one


@PACE.case()
async def a_paced_stream_can_be_cut(world: World) -> None:
    """A paced reader resumes as any other."""
    job = await world.jobs.finished()
    whole = await world.whole(job)
    at = len(whole.ids) // 2
    async with world.stream(job, cursor=whole.ids[at], query={"hz": str(_HZ)}) as stream:
        await stream.to_end()
    expect_same(stream.pairs, whole.pairs[at + 1 :], "the events")


@PACE.case()
async def a_malformed_pace_is_400(world: World) -> None:
    """What is no pace from 1 to 60 is 400 `malformed_hz`."""
    job = await world.jobs.finished()
    for hz in ("", "x", "0", "-1", "61", "1e3", "1,5", "nan", "inf"):
        expect_problem(await world.get(job.stream_url, job, params={"hz": hz}), 400, "malformed_hz", hz)
