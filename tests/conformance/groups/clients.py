"""The same stream, read by programs that others wrote."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from tests.conformance.cases import Group, expect, expect_same, within
from tests.conformance.clients.browser import Browser
from tests.conformance.clients.programs import curl, npm_eventsource, python_httpx_sse
from tests.conformance.mutants.proxy import Mutant, MutantGateway, Own
from tests.conformance.mutants.streams import CutOnce
from tests.conformance.sse import Message
from tests.conformance.world import World

CLIENTS = Group("clients", "The same stream, read live by programs that others wrote, also over a line that breaks.")

Read: TypeAlias = Callable[[str, str], Awaitable[list[Message]]]
"""Given an address and a path, gives what was heard when the client stopped by itself."""

_NEEDS = ("clients", "hold_port")
_START_SEC = 30.0
_CUT_AT = 60
"""Frames before the line breaks: in the middle of what is live."""


def _nothing(_asked: object, _body: bytes) -> None:
    return None


async def _reads(world: World, read: Read, *, cut: bool, own: Own = _nothing) -> None:
    """Let a client follow a job that is let go when the client has come; it has to hear what the parser reads."""
    line = Mutant(name="", sentence="", caught_by="", streams=CutOnce(_CUT_AT) if cut else None)
    async with world.jobs.held() as held, MutantGateway(world.url, line, own=own) as gateway:
        reading = asyncio.ensure_future(read(gateway.url, f"{held.job.stream_url}?access_token={held.job.token}"))
        try:
            await within(_START_SEC, gateway.opened.wait(), "it never opened the stream")
            held.let_go.set()
            heard = await reading
        finally:
            reading.cancel()
    told = [one for one in heard if one.event == "message" and one.data and one.json["type"] != "heartbeat"]
    expect_same([(one.id, one.data) for one in told], (await world.read(held.job)).pairs, "the events that it heard")
    expect(any(one.event == "control" and one.json["type"] == "caught_up" for one in heard), "it heard no caught_up")


@CLIENTS.case(needs=_NEEDS)
async def chromium_reads_the_same(world: World) -> None:
    """Chromium's `EventSource` hears every event with its id, as it happens, and stops at the 204 behind the end."""
    browser = Browser()
    await _reads(world, browser.read, cut=False, own=browser.serve)


@CLIENTS.case(needs=_NEEDS)
async def chromium_comes_back(world: World) -> None:
    """Cut off in the middle of a frame it comes back by itself, and has heard each event once."""
    browser = Browser()
    await _reads(world, browser.read, cut=True, own=browser.serve)


@CLIENTS.case(needs=_NEEDS)
async def npm_eventsource_reads_the_same(world: World) -> None:
    """The package `eventsource` of npm, in Node, hears the same, and stops at the 204."""
    await _reads(world, npm_eventsource, cut=False)


@CLIENTS.case(needs=_NEEDS)
async def npm_eventsource_comes_back(world: World) -> None:
    """Cut off it comes back by itself, and has heard each event once."""
    await _reads(world, npm_eventsource, cut=True)


@CLIENTS.case(needs=_NEEDS)
async def httpx_sse_reads_the_same(world: World) -> None:
    """`httpx-sse`, in Python, hears the same."""
    await _reads(world, python_httpx_sse, cut=False)


@CLIENTS.case(needs=_NEEDS)
async def httpx_sse_comes_back(world: World) -> None:
    """Cut off and come back with `Last-Event-ID`, it has heard each event once."""
    await _reads(world, python_httpx_sse, cut=True)


@CLIENTS.case(needs=_NEEDS)
async def curl_reads_the_same(world: World) -> None:
    """Curl gets the same bytes."""
    await _reads(world, curl, cut=False)


@CLIENTS.case(needs=_NEEDS)
async def curl_comes_back(world: World) -> None:
    """Cut off, which curl notices, and come back with `Last-Event-ID`, it has got each event once."""
    await _reads(world, curl, cut=True)
