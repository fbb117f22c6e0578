"""How many streams there may be: what is beyond is refused before it starts, and a place that is left is free again."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace

from tests.conformance.cases import Group, eventually, expect, expect_same
from tests.conformance.jobs import Job
from tests.conformance.manyjobs import Asked, path_of
from tests.conformance.stream import Stream, streaming
from tests.conformance.tokens import keys_of, token_for
from tests.conformance.world import World

LIMITS = Group("limits", "How many streams there may be, of a job, with a token, from an address and in all.")

_NEEDS = ("limited", "limits", "hold_port")
_TOKENS = (*_NEEDS, "token_keys")
_ROOM_SEC = 10.0


class _Door:
    """Opens streams of a held job at the gateway with limits, and keeps them open."""

    def __init__(self, world: World, job: Job, opened: contextlib.AsyncExitStack) -> None:
        self.world = world
        self.job = job
        self._opened = opened

    def for_job(self, job: Job) -> "_Door":
        """Open streams of another job, to be kept as long as these."""
        return _Door(self.world, job, self._opened)

    async def open(self, token: str | None = None, path: str | None = None) -> Stream:
        """Open one more, and read what comes first: its history, or the refusal."""
        job = self.job if token is None else replace(self.job, token=token)
        address = path or f"{job.stream_url}?access_token={job.token}"
        stream = await self._opened.enter_async_context(streaming(self.world.knobs.limited or "", address))
        return await (stream.until_control("caught_up") if stream.status == 200 else stream.to_end())

    async def lets_in(self) -> bool:
        """Tell whether one more is let in."""
        return (await self.open()).status == 200

    async def open_all(self, count: int) -> list[Stream]:
        """Open so many, each of which has to be let in, with a token of its own where there are keys."""
        streams = []
        for n in range(count):
            streams.append(await self.open(self.token(n)))
            expect_same((n, streams[-1].status), (n, 200), "the status of a stream within the limit")
        return streams

    def token(self, n: int) -> str:
        """Make the n-th token of the job."""
        return token_for(keys_of(self.world), self.job.job_id, lives_sec=600 + 10 * n)

    def limit(self, kind: str) -> int:
        """Give a limit of that gateway."""
        return (self.world.knobs.limits or {})[kind]


@contextlib.asynccontextmanager
async def _door(world: World) -> AsyncIterator[_Door]:
    """Give a held job at a gateway where nothing is open: places of earlier streams are given back in a moment."""
    async with world.jobs.held() as held, contextlib.AsyncExitStack() as opened:
        door = _Door(world, held.job, opened)
        await eventually(_ROOM_SEC, lambda: _is_empty(world), "places of streams that ended are not given back")
        yield door


async def _is_empty(world: World) -> bool:
    metrics = await world.get(f"{world.knobs.limited}/metrics")
    return "\ngateway_open_streams 0.0\n" in metrics.text


def _refused(stream: Stream, status: int, code: str, **more: object) -> None:
    expect_same(stream.status, status, "the status")
    body = json.loads(stream.raw)
    expect_same({"code": code, **more}, {name: body.get(name) for name in ("code", *more)}, "the body")
    expect(int(stream.head.get("retry-after") or 0) >= 1, f"Retry-After: {stream.head.get('retry-after')!r}")
    expect("problem+json" in stream.head.get("content-type"), stream.head.get("content-type"))


@LIMITS.case(needs=_NEEDS, alone="limited")
async def too_many_with_one_token(world: World) -> None:
    """One stream too many with one token is 429 `too_many_streams` of `token`, with the limit and `Retry-After`."""
    async with _door(world) as door:
        for _ in range(door.limit("token")):
            expect_same((await door.open()).status, 200, "the status of a stream within the limit")
        _refused(await door.open(), 429, "too_many_streams", of="token", limit=door.limit("token"))


@LIMITS.case(needs=_TOKENS, alone="limited")
async def too_many_of_one_job(world: World) -> None:
    """One stream too many of a job, whatever the tokens, is 429 `too_many_streams` of `job`."""
    async with _door(world) as door:
        await door.open_all(door.limit("job"))
        _refused(await door.open(door.token(99)), 429, "too_many_streams", of="job", limit=door.limit("job"))


@LIMITS.case(needs=_TOKENS, alone="limited")
async def too_many_from_one_address(world: World) -> None:
    """One stream too many from an address, whatever the jobs, is 429 `too_many_streams` of `address`."""
    async with _door(world) as door, world.jobs.held() as other:
        await door.open_all(door.limit("job"))
        second, most = door.for_job(other.job), door.limit("address")
        await second.open_all(most - door.limit("job"))
        _refused(await second.open(second.token(99)), 429, "too_many_streams", of="address", limit=most)


@LIMITS.case(needs=_NEEDS, alone="limited")
async def a_place_that_is_left_is_free(world: World) -> None:
    """When a viewer leaves, gently or not, another one is let in."""
    async with _door(world) as door:
        streams = [await door.open() for _ in range(door.limit("token"))]
        for n, stream in enumerate(streams):
            stream.cut(reset=n % 2 == 0)
        await eventually(_ROOM_SEC, door.lets_in, "nobody was let in where two had left")


@LIMITS.case(needs=_NEEDS, alone="limited")
async def who_is_in_stays_in(world: World) -> None:
    """Refusals disturb nobody who is in: their streams go on."""
    async with _door(world) as door:
        streams = [await door.open() for _ in range(door.limit("token"))]
        for _ in range(5):
            await door.open()
        for stream in streams:
            await stream.until(lambda so_far: so_far.heartbeats)
            expect(not stream.over, "a stream was ended")


@LIMITS.case(needs=_NEEDS, alone="limited")
async def other_calls_are_not_counted(world: World) -> None:
    """Snapshots and probes are answered where no stream is let in any more."""
    async with _door(world) as door:
        for _ in range(door.limit("token") + 1):
            await door.open()
        for path in (door.job.snapshot_url, "/health/live"):
            answer = await world.get(f"{world.knobs.limited}{path}", door.job)
            expect_same((path, answer.status_code), (path, 200), "the status")


@LIMITS.case(needs=_NEEDS, alone="limited")
async def an_end_is_told_without_a_place(world: World) -> None:
    """A stream that ends by itself gives its place back: a history can be read again and again."""
    async with _door(world):
        job = await world.jobs.failed()
        for _ in range(2 * (world.knobs.limits or {})["address"]):
            async with streaming(world.knobs.limited or "", job.stream_url, list(job.bearer.items())) as stream:
                await stream.to_end()
            expect_same(stream.status, 200, "the status")


@LIMITS.case(needs=_NEEDS, alone="limited")
async def a_list_counts_for_each_job(world: World) -> None:
    """A stream of several jobs counts for each of them: one too many is refused, and the body names the job."""
    async with _door(world) as door, world.jobs.held() as other:
        for _ in range(door.limit("token")):
            await door.open()
        path = path_of([Asked(other.job), Asked(door.job)])
        stream = await door.open(path=path)
        _refused(stream, 429, "too_many_streams", of="token", job_id=door.job.job_id)
