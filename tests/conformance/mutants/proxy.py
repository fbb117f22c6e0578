"""A gateway that is broken in one way: a true one, behind a proxy that changes what goes through."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Final, Self, TypeAlias

from tests.conformance.wire import Caller, Head, Headers, Reply, WireError, lines_of

_HOP: Final = {"connection", "keep-alive", "transfer-encoding", "content-length"}
"""Headers of one connection: the proxy has its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: Headers

    def get(self, name: str) -> str:
        """Give a header; empty where there is none."""
        return next((value for given, value in self.headers if given.lower() == name.lower()), "")

    def without(self, name: str) -> "Asked":
        """Give the same without a header."""
        return replace(self, headers=[pair for pair in self.headers if pair[0].lower() != name.lower()])


Own: TypeAlias = Callable[[Asked, bytes], bytes | None]
Frames: TypeAlias = AsyncIterator[bytes]
"""Blocks of a stream with the empty line behind each; what is given out is written as a chunk of its own."""


class BrokenOff(Exception):  # noqa: N818 - no error: what a transformation of a stream may end with
    """The connection is to be closed here, without the last chunk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One way to be broken, and the case that has to notice."""

    name: str
    sentence: str
    caught_by: str
    asks: Callable[[Asked], Asked] = lambda asked: asked
    """Changes a request."""
    answers: Callable[[Asked, Head], Head] = lambda _, head: head
    """Changes the head of an answer; a status without a body leaves the body out."""
    says: Callable[[Asked, bytes], bytes] = lambda _, body: body
    """Changes a body that is no stream."""
    streams: Callable[[Frames], Frames] | None = None
    """Changes a stream, frame by frame; None lets its bytes pass in the pieces in which they came."""


class MutantGateway:
    """Listens on a port of its own, for as long as the block lasts."""

    def __init__(self, upstream: str, mutant: Mutant, *, own: Own = lambda _asked, _body: None) -> None:
        """Prepare it.

        Args:
            upstream: The address of the true gateway.
            mutant: What is changed.
            own: Gives the page that a request is answered with, where that is none of the gateway's.
        """
        self.opened = asyncio.Event()
        """Set when somebody has got the head of a stream."""
        self._upstream = upstream
        self._mutant = mutant
        self._own = own
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caller = Caller(self._upstream)
        try:
            with contextlib.suppress(ConnectionError, WireError, asyncio.IncompleteReadError):
                await self._pass_on(reader, writer, caller)
        finally:
            caller.close()
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, caller: Caller) -> None:
        first, headers = await lines_of(reader)
        method, target, _ = first.split(" ")
        came = Asked(method, target, headers)
        body = await reader.readexactly(int(came.get("content-length") or 0))
        asked = self._mutant.asks(came)
        if (page := self._own(came, body)) is not None:
            _write_head(writer, Head("HTTP/1.1", 200, [("Content-Type", "text/html")]), _length(page))
            writer.write(page)
            await writer.drain()
            return
        reply = await caller.ask(asked.method, asked.target, asked.headers, body=body)
        head = self._mutant.answers(asked, reply.head)
        if "event-stream" in head.get("content-type") and head.status == 200:
            await self._stream(writer, head, reply)
        else:
            content = self._mutant.says(asked, await reply.body())
            _write_head(writer, head, [] if head.status in {204, 304} else _length(content))
            writer.write(content)
            await writer.drain()

    async def _stream(self, writer: asyncio.StreamWriter, head: Head, reply: Reply) -> None:
        _write_head(writer, head, [("Transfer-Encoding", "chunked")])
        self.opened.set()
        with contextlib.suppress(BrokenOff):
            change = self._mutant.streams
            async for piece in reply.pieces() if change is None else change(_frames_of(reply)):
                writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            await writer.drain()


async def _frames_of(reply: Reply) -> Frames:
    rest = b""
    async for piece in reply.pieces():
        *frames, rest = (rest + piece).split(b"\n\n")
        for frame in frames:
            yield frame + b"\n\n"
    if rest:
        yield rest


def _length(content: bytes) -> Headers:
    return [("Content-Length", str(len(content)))]


def _write_head(writer: asyncio.StreamWriter, head: Head, framing: Headers) -> None:
    kept = [(name, value) for name, value in head.headers if name.lower() not in _HOP]
    lines = [f"{name}: {value}" for name, value in [*kept, *framing, ("Connection", "close")]]
    writer.write("\r\n".join([f"HTTP/1.1 {head.status} .", *lines, "", ""]).encode("latin-1"))
