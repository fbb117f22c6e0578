"""How HTTP carries a stream: headers, framing of the body, versions, the connection behind it."""

from tests.conformance.cases import Group, expect, expect_same
from tests.conformance.stream import Stream, streaming
from tests.conformance.wire import Caller, asked
from tests.conformance.world import World

TRANSFER = Group("transfer", "How HTTP carries a stream: headers, the body's framing, versions, and the connection.")


async def _whole(world: World) -> Stream:
    return await world.whole(await world.jobs.finished())


@TRANSFER.case()
async def the_type_is_event_stream(world: World) -> None:
    """The media type is `text/event-stream`, in UTF-8 where a charset is named."""
    kind, _, parameters = (await _whole(world)).head.get("content-type").partition(";")
    expect_same(kind.strip().lower(), "text/event-stream", "the media type")
    expect(parameters.strip().lower() in {"", "charset=utf-8"}, f"{parameters!r}")


@TRANSFER.case()
async def no_proxy_keeps_it(world: World) -> None:
    """`Cache-Control` forbids keeping and transforming."""
    head = (await _whole(world)).head
    words = {word.strip() for word in head.get("cache-control").lower().split(",")}
    expect(words & {"no-cache", "no-store"}, f"Cache-Control: {head.get('cache-control')}")
    expect("no-transform" in words, f"Cache-Control: {head.get('cache-control')}")


@TRANSFER.case()
async def no_proxy_holds_it_back(world: World) -> None:
    """`X-Accel-Buffering: no` forbids a proxy to wait for more; nginx does so, and takes the header away."""
    head = (await _whole(world)).head
    told = head.get("x-accel-buffering")
    expect(told == "no" or "nginx" in head.get("server").lower(), f"X-Accel-Buffering: {told!r}")


@TRANSFER.case()
async def never_compressed(world: World) -> None:
    """Whatever the reader accepts, the stream is not compressed: a compressor would wait for more."""
    job = await world.jobs.finished()
    async with world.stream(job, headers=[("Accept-Encoding", "gzip, br, zstd, deflate")]) as stream:
        await stream.to_end()
    expect(stream.head.get("content-encoding") in {"", "identity"}, stream.head.get("content-encoding"))
    expect_same(stream.pairs, (await _whole(world)).pairs, "the events")


@TRANSFER.case()
async def the_body_ends_as_http_says(world: World) -> None:
    """The response is chunked, has no length, and ends with the last chunk: a broken one is told from a whole one."""
    stream = await _whole(world)
    expect_same(stream.head.get("transfer-encoding").lower(), "chunked", "Transfer-Encoding")
    expect_same(stream.head.get("content-length"), "", "Content-Length")
    expect(stream.ended_well, "the connection was closed without the last chunk")


@TRANSFER.case()
async def an_old_reader_gets_the_same(world: World) -> None:
    """A reader that speaks HTTP/1.0 gets the same events without chunks, and the end is the end of the connection."""
    job = await world.jobs.finished()
    async with streaming(world.url, job.stream_url, list(job.bearer.items()), version="1.0") as stream:
        await stream.to_end()
    expect_same(stream.head.get("transfer-encoding"), "", "Transfer-Encoding")
    expect_same(stream.pairs, (await _whole(world)).pairs, "the events")


@TRANSFER.case()
async def any_accept_is_served(world: World) -> None:
    """`Accept` may be `text/event-stream`, anything, or left out."""
    job = await world.jobs.finished()
    for accept in ("text/event-stream", "*/*", "application/json, text/event-stream;q=0.5"):
        async with world.stream(job, headers=[("Accept", accept)]) as stream:
            await stream.until(lambda so_far: so_far.blocks)
        expect_same((accept, stream.status), (accept, 200), "the status")


@TRANSFER.case()
async def a_post_is_refused(world: World) -> None:
    """The stream is there for `GET` only: any other method is answered 405 and names what is allowed."""
    job = await world.jobs.finished()
    async with asked(world.url, job.stream_url, [*job.bearer.items(), ("Content-Length", "0")], method="POST") as reply:
        expect_same(reply.head.status, 405, "the status")
        expect("GET" in reply.head.get("allow"), f"Allow: {reply.head.get('allow')!r}")


@TRANSFER.case()
async def a_connection_is_good_or_said_to_close(world: World) -> None:
    """Behind the end of a stream its connection can be used again, unless the answer said `Connection: close`."""
    job = await world.jobs.finished()
    caller = Caller(world.url)
    for _ in range(3):
        stream = await Stream(await caller.ask("GET", job.stream_url, list(job.bearer.items()))).to_end()
        expect_same(stream.pairs, (await world.whole(job)).pairs, "the events")
        expect(stream.ended_well, "the stream was broken off")
        if "close" in stream.head.get("connection").lower():
            caller.close()
            caller = Caller(world.url)
    reply = await caller.ask("GET", "/health/live")
    expect_same(reply.head.status, 200, "the status of what was asked behind them")
    caller.close()
