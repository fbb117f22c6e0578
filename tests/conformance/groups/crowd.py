"""A gateway that takes few streams in all, and few in a second."""

import asyncio
import contextlib
import json

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.stream import Stream, streaming
from tests.conformance.world import World

CROWD = Group("crowd", "How many streams a process takes in all, and how fast they may be opened.")

_NEEDS = ("narrow", "narrow_limits", "hold_port")
_AGAIN_SEC = 1.2
"""A second's worth of connects has come back."""


def _limit(world: World, kind: str) -> int:
    return (world.knobs.narrow_limits or {})[kind]


def _refused(stream: Stream, status: int, code: str, limit: int) -> None:
    body = json.loads(stream.raw or b"{}")
    expect_same((stream.status, body.get("code"), body.get("limit")), (status, code, limit), "the answer")
    expect(int(stream.head.get("retry-after") or 0) >= 1, f"Retry-After: {stream.head.get('retry-after')!r}")
    expect("problem+json" in stream.head.get("content-type"), stream.head.get("content-type"))


@CROWD.case(needs=_NEEDS, alone="narrow")
async def a_full_gateway_says_so(world: World) -> None:
    """A process that has as many streams as it takes answers 503 `streams_full` with the limit and `Retry-After`."""
    await asyncio.sleep(_AGAIN_SEC)
    async with world.jobs.held() as held, contextlib.AsyncExitStack() as opened:
        headers = list(held.job.bearer.items())
        for n in range(_limit(world, "process")):
            door = streaming(world.knobs.narrow or "", held.job.stream_url, headers)
            stream = await (await opened.enter_async_context(door)).until_control("caught_up")
            expect_same((n, stream.status), (n, 200), "the status of a stream within the limit")
        async with streaming(world.knobs.narrow or "", held.job.stream_url, headers) as one_more:
            await one_more.to_end()
    _refused(one_more, 503, "streams_full", _limit(world, "process"))


@CROWD.case(needs=_NEEDS, alone="narrow")
async def too_many_connects_are_refused(world: World) -> None:
    """Streams that are opened too fast are refused with 429 `too_many_connects`; a second later they are let in."""
    await asyncio.sleep(_AGAIN_SEC)
    job = await world.jobs.failed()
    headers = list(job.bearer.items())
    refused: list[Stream] = []
    for _ in range(6 * _limit(world, "connects")):
        async with streaming(world.knobs.narrow or "", job.stream_url, headers) as stream:
            await stream.to_end()
        refused += [stream] if stream.status == 429 else []
    expect(refused, "none was refused")
    _refused(refused[0], 429, "too_many_connects", _limit(world, "connects"))
    await asyncio.sleep(_AGAIN_SEC)
    async with streaming(world.knobs.narrow or "", job.stream_url, headers) as stream:
        await stream.to_end()
    expect_same(stream.status, 200, "the status a second later")
