"""A stream that is written straight to its transport: no task, no ASGI message, next to no memory.

Who wins the race on a connection?

    the viewer leaves            everything is let go of at once, awaiting nothing
    the viewer takes nothing     its transport pauses it: it leaves the front, and costs the others nothing; past the
                                 patience the connection is dropped, and may resume at its cursor
    `done`, and nothing behind   the response ends; who comes back with that cursor gets 204, and `EventSource` stops;
                                 where another revision was asked for meanwhile, the stream waits for it instead
    the drain                    `drain` at once, the end when this viewer's wave comes, also in the middle of a history
    the token expires            `expired`, the end; likewise a connection that is old enough, with `drain`
    the job is erased            the end; who comes back gets 410
"""

import asyncio
from collections.abc import Callable

from typing_extensions import override

from gateway.joblog.front import chunked
from gateway.stream.session import Ended, Session


class DirectStream(asyncio.Protocol):
    """The protocol of a connection from the head of its response on."""

    __slots__ = ("_chunked", "_ended", "_loop", "_patience_sec", "_paused_at", "_session", "_to_front", "_transport")

    def __init__(
        self, transport: asyncio.Transport, session: Session, *, in_chunks: bool, to_front: bool, patience_sec: float
    ) -> None:
        """Prepare; `begin` writes.

        Args:
            transport: The connection, on which the head has been written.
            session: The stream.
            in_chunks: Whether the body is chunked: to HTTP/1.1; else the end of the connection is its end.
            to_front: Whether the viewer may be written to together with others; only in chunks.
            patience_sec: How long it may take nothing.
        """
        self._loop = asyncio.get_running_loop()
        self._transport = transport
        self._session = session
        self._chunked = in_chunks
        self._to_front = to_front and in_chunks
        self._patience_sec = patience_sec
        self._paused_at: float | None = None
        self._ended: Ended | None = None

    def begin(self, opening: bytes, wake: Callable[[], None]) -> None:
        """Write the first piece and what is there, and go on whenever `wake`, which calls `pump`, is called."""
        self._write(opening)
        self._session.reader.begin(wake)
        self._session.begin(self)
        self.pump()

    def pump(self) -> None:
        """Write whatever there is to write, as long as the connection takes it."""
        if self._ended is not None:
            return
        reader = self._session.reader
        reader.from_front()
        sent = reader.sent
        while self._paused_at is None:
            data, end = reader.take()
            if data:
                self._write(data, reader.sent - sent)
                sent = reader.sent
            if end is not None:
                self._finish(end)
                return
            if not data:
                if self._to_front:
                    reader.to_front(self._transport.write)
                return

    def announce_drain(self, retry_ms: int) -> None:
        """See `OpenStream.announce_drain`."""
        self._session.reader.announce_drain(retry_ms)

    def leave(self) -> None:
        """See `OpenStream.leave`."""
        self._session.reader.leave()

    def look_at_the_clock(self) -> None:
        """See `OpenStream.look_at_the_clock`."""
        if self._paused_at is None:
            self._session.reader.look_at_the_clock()
        elif self._loop.time() - self._paused_at >= self._patience_sec:
            self._ended = self._ended or "slow"
            self.abort()

    def abort(self) -> None:
        """See `OpenStream.abort`. A mere close would wait for the one who takes nothing."""
        self._transport.abort()

    @override
    def pause_writing(self) -> None:
        self._paused_at = self._loop.time()
        self._session.counts.slow["paused"] += 1
        self._session.reader.from_front()

    @override
    def resume_writing(self) -> None:
        self._paused_at = None
        self._session.counts.slow["resumed"] += 1
        self.pump()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._ended == "slow":
            self._session.counts.slow["dropped"] += 1
        self._ended = self._ended or "left"  # a pace may still call
        self._session.end(self._ended)

    def _write(self, data: bytes, events: int = 0) -> None:
        self._session.wrote(data, events)
        self._transport.write(chunked(data) if self._chunked else data)

    def _finish(self, end: Ended) -> None:
        self._ended = end
        self._session.reader.close()
        if self._chunked:
            self._transport.write(b"0\r\n\r\n")
        self._transport.close()
        if self._paused_at is None:
            self._paused_at = self._loop.time()  # what is unsent has as long to be taken as ever
