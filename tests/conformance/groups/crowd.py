"""A gateway that takes few streams in all, and few in a second."""

import contextlib
import json
from collections.abc import AsyncIterator

from tests.conformance.cases import Group, eventually, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.stream import Stream, streaming
from tests.conformance.world import World

CROWD = Group("crowd", "How many streams a process takes in all, and how fast they may be opened.")

_NEEDS = ("narrow", "narrow_limits", "hold_port")
_AGAIN_SEC = 5.0
"""Long enough for a second's worth of connects to come back."""


def _limit(world: World, kind: str) -> int:
    return (world.knobs.narrow_limits or {})[kind]


@contextlib.asynccontextmanager
async def _stream(world: World, job: Job) -> AsyncIterator[Stream]:
    async with streaming(world.knobs.narrow or "", job.stream_url, list(job.bearer.items())) as stream:
        yield stream


def _refused(stream: Stream, status: int, code: str, limit: int) -> None:
    body = json.loads(stream.raw or b"{}")
    expect_same((stream.status, body.get("code"), body.get("limit")), (status, code, limit), "the answer")
    expect(int(stream.head.get("retry-after") or 0) >= 1, f"Retry-After: {stream.head.get('retry-after')!r}")
    expect("problem+json" in stream.head.get("content-type"), stream.head.get("content-type"))


@CROWD.case(needs=_NEEDS, alone="narrow")
async def a_full_gateway_says_so(world: World) -> None:
    """A process that has as many streams as it takes answers 503 `streams_full` with the limit and `Retry-After`."""
    async with world.jobs.held() as held, contextlib.AsyncExitStack() as opened:
        inside: list[Stream] = []

        async def full() -> bool:
            stream = await opened.enter_async_context(_stream(world, held.job))
            inside.extend([stream] if stream.status == 200 else [])
            return len(inside) == _limit(world, "process")

        await eventually(_AGAIN_SEC, full, "not as many were let in as may be")
        async with _stream(world, held.job) as one_more:
            expect_same(one_more.status, 503, "the status of one too many")
            await one_more.to_end()
    _refused(one_more, 503, "streams_full", _limit(world, "process"))


@CROWD.case(needs=_NEEDS, alone="narrow")
async def too_many_connects_are_refused(world: World) -> None:
    """Streams that are opened too fast are refused with 429 `too_many_connects`; a moment later they are let in."""
    job = await world.jobs.failed()
    refused: list[Stream] = []
    for _ in range(6 * _limit(world, "connects")):
        async with _stream(world, job) as stream:
            await stream.to_end()
        refused += [stream] if stream.status == 429 else []
    expect(refused, "none was refused")
    _refused(refused[0], 429, "too_many_connects", _limit(world, "connects"))

    async def let_in() -> bool:
        async with _stream(world, job) as stream:
            return stream.status == 200

    await eventually(_AGAIN_SEC, let_in, "nobody was let in later")
