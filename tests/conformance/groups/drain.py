"""A gateway that goes away: whoever watches is told so, and misses nothing."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field

import httpx

from tests.conformance.cases import BrokenPromiseError, Group, eventually, expect, expect_same
from tests.conformance.once import Once
from tests.conformance.stream import Stream
from tests.conformance.wire import WireError
from tests.conformance.world import World

DRAIN = Group("drain", "A gateway that is told to go away. These are tried last, since it goes.", last=True)

_STREAMS = 24
_BACK_SEC = 30.0
_NEEDS = ("drain_command", "hold_port")
_seen: Once["_Seen"] = Once()


@dataclass(slots=True)
class _Seen:
    """What was seen of one drain, which all cases look at: it can be had only once."""

    streams: list[Stream] = field(default_factory=list)
    knocked: list[Stream] = field(default_factory=list)
    """Answers to who wanted to begin a stream meanwhile."""
    readiness: list[int] = field(default_factory=list)
    """Statuses of `/health/ready` meanwhile, in order."""
    rest: Stream | None = None
    """What who came back at the first stream's cursor was shown; None if nobody answered."""
    whole: Stream | None = None


async def _drained(world: World) -> _Seen:
    return await _seen.get(world.url, lambda: _drain(world))


async def _drain(world: World) -> _Seen:
    seen = _Seen()
    async with world.jobs.held() as held, contextlib.AsyncExitStack() as opened:
        for _ in range(_STREAMS):
            stream = await opened.enter_async_context(world.stream(held.job))
            seen.streams.append(await stream.until_control("caught_up"))
        reading = asyncio.gather(*(stream.to_end() for stream in seen.streams))
        command = await asyncio.create_subprocess_shell(world.knobs.drain_command or "false")
        expect_same(await command.wait(), 0, "the status of the drain command")
        while not reading.done():
            with contextlib.suppress(OSError, WireError, httpx.TransportError):
                seen.readiness.append((await world.get("/health/ready", headers={"Connection": "close"})).status_code)
                async with world.stream(held.job) as knocking:  # one that is let in is not waited for
                    seen.knocked += [knocking] if knocking.status == 200 else [await knocking.to_end()]
            await asyncio.sleep(0)  # let them be read, where every call was refused at once
        await reading
        if await _is_back(world):
            async with world.stream(held.job, cursor=seen.streams[0].last_event_id) as stream:
                await stream.until_control("caught_up")
                held.let_go.set()
                seen.rest = await stream.to_end()
            seen.whole = await world.read(held.job)
    return seen


async def _is_back(world: World) -> bool:
    """Wait until a gateway answers at the address again: another one, or this one started anew."""

    async def ready() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (await world.get("/health/ready")).status_code == 200
        return False

    with contextlib.suppress(BrokenPromiseError):
        await eventually(_BACK_SEC, ready, "")
        return True
    return False


@DRAIN.case(needs=_NEEDS)
async def every_stream_is_told(world: World) -> None:
    """Every open stream is told `drain`, and in how many milliseconds to come back."""
    for stream in (await _drained(world)).streams:
        expect(100 <= stream.control("drain").get("retry_ms", 0) <= 60_000, f"it was told {stream.controls}")


@DRAIN.case(needs=_NEEDS)
async def the_browsers_delay_is_set(world: World) -> None:
    """The same delay is set by `retry:`, so that a browser keeps to it without reading the word."""
    for stream in (await _drained(world)).streams:
        expect_same(stream.parser.retry_ms, stream.control("drain").get("retry_ms"), "the delay by retry:")


@DRAIN.case(needs=_NEEDS)
async def the_delays_are_spread(world: World) -> None:
    """Viewers are told different delays, so that they do not come back all at once."""
    told = {stream.control("drain").get("retry_ms") for stream in (await _drained(world)).streams}
    expect(len(told) > _STREAMS // 2, f"{_STREAMS} viewers were told {sorted(map(str, told))}")


@DRAIN.case(needs=_NEEDS)
async def drained_streams_end_well(world: World) -> None:
    """Every stream ends as HTTP says, and behind the word `drain` shows no half frame."""
    for stream in (await _drained(world)).streams:
        expect(stream.ended_well, "a stream was broken off")
        expect(not stream.parser.unfinished, f"a stream ends with {stream.raw[-40:]!r}")


@DRAIN.case(needs=_NEEDS)
async def drained_streams_move_no_cursor(world: World) -> None:
    """`drain` carries no id: a reader stands at the last event that it saw."""
    for stream in (await _drained(world)).streams:
        expect_same(stream.last_event_id, stream.ids[-1], "where the reader stands")


@DRAIN.case(needs=_NEEDS)
async def new_streams_are_refused(world: World) -> None:
    """Meanwhile a new stream is refused with 503 `draining` and `Retry-After`."""
    refused = [answer for answer in (await _drained(world)).knocked if answer.status != 200]
    expect(refused, "no stream was refused")
    for answer in refused:
        expect_same((answer.status, json.loads(answer.raw)["code"]), (503, "draining"), "the answer")
        expect(int(answer.head.get("retry-after")) >= 1, f"Retry-After: {answer.head.get('retry-after')}")


@DRAIN.case(needs=_NEEDS)
async def it_is_ready_no_more(world: World) -> None:
    """Meanwhile `/health/ready` is 503, so that nobody is sent there."""
    statuses = (await _drained(world)).readiness
    expect(503 in statuses, f"the answers were {statuses}")
    expect_same(set(statuses[statuses.index(503) :]), {503}, "the statuses from the first refusal on")


@DRAIN.case(needs=_NEEDS)
async def who_comes_back_misses_nothing(world: World) -> None:
    """Who comes back with its cursor, at whoever answers then, goes on where it stood, missing nothing."""
    seen = await _drained(world)
    if seen.rest is None or seen.whole is None:
        expect(holds=False, otherwise=f"nobody answered within {_BACK_SEC:g} s")
        return
    expect_same(seen.streams[0].pairs + seen.rest.pairs, seen.whole.pairs, "both parts")
