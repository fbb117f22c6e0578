"""The answer to a request for a stream: an ASGI application of its own, returned from Litestar's handlers."""

import random
from collections.abc import Callable
from typing import Final

import msgspec
from litestar.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from gateway.accesslog import keep_line
from gateway.counts import StreamCounts
from gateway.lifecycle import Lifecycle
from gateway.stream.asgi import AsgiStream
from gateway.stream.direct import DirectStream
from gateway.stream.pace import Pace
from gateway.stream.session import Session, Source
from gateway.stream.takeover import cycle_of, take_over
from gateway.stream.wire import Wire

HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"content-encoding", b"identity"),
    (b"x-accel-buffering", b"no"),
]
"""No proxy keeps it, changes it, compresses it or waits for more of it.

`no-transform` forbids compression, but nginx reads only whether there is an encoding already: one that does nothing is
against the letter of RFC 9110 (8.4.1), and saves it 250 KB and each viewer a compression of what all share.
"""

_LAST: Final = (b"connection", b"close")
"""The connection carries nothing behind the stream."""


class StreamSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How streams are written. Times are in seconds."""

    send_patience_sec: float = 30.0
    retry_ms: int = 2000
    """How long a browser waits before it comes back, on average."""
    age_sec: float = 3600.0
    """How old a connection gets at most; each ends at random between four fifths of it and all of it. 0: any age."""

    def ends_at(self, now: float) -> float:
        """Draw when a connection that begins now is old enough."""
        if self.age_sec == 0:
            return float("inf")
        return now + self.age_sec * random.uniform(0.8, 1)  # noqa: S311 - jitter is no secret


class StreamResponse:
    """Sends the events of a source until there is a reason to end."""

    def __init__(
        self,
        source: Source,
        lifecycle: Lifecycle,
        counts: StreamCounts,
        settings: StreamSettings,
        *,
        hz: float | None = None,
    ) -> None:
        """Prepare.

        Args:
            source: What is sent.
            lifecycle: Of this process.
            counts: What is counted.
            settings: How it is sent.
            hz: At most how many writes a second the viewer wants; None for as they come.
        """
        self._source = source
        self._lifecycle = lifecycle
        self._counts = counts
        self._settings = settings
        self._hz = hz

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request.

        Raises:
            AppError: Nothing was sent yet, and the answer is this error.
        """
        handed_over = False
        try:
            reader = await self._source.open()
            wire = Wire(receive, send, patience_sec=self._settings.send_patience_sec)
            if reader is None:
                await wire.start(204, [(b"cache-control", b"no-store")])
                await wire.write(b"", last=True)
                return
            session = Session(self._source, reader, self._lifecycle, self._counts, keep_line(scope))
            opening = reader.opening(self._retry_ms())
            cycle = cycle_of(receive)
            handed_over = True
            if cycle is None:
                await wire.start(200, HEADERS)
                await AsgiStream(session, wire).run(opening, self._paced)
            else:
                await self._directly(scope, cycle, session, wire, opening)
        finally:
            if not handed_over:
                self._source.close()

    async def _directly(
        self, scope: Scope, cycle: RequestResponseCycle, session: Session, wire: Wire, opening: bytes
    ) -> None:
        in_chunks = scope["http_version"] != "1.0"
        if not in_chunks:
            cycle.chunked_encoding = False  # uvicorn would chunk it all the same
        await wire.start(200, [*HEADERS, _LAST])
        if cycle.disconnected:
            session.end("left")
            return
        stream = DirectStream(
            cycle.transport,
            session,
            in_chunks=in_chunks,
            to_front=self._hz is None,
            patience_sec=self._settings.send_patience_sec,
        )
        take_over(cycle, stream)
        stream.begin(opening, self._paced(stream.pump))

    def _paced(self, wake: Callable[[], None]) -> Callable[[], None]:
        return wake if self._hz is None else Pace(wake, self._hz)

    def _retry_ms(self) -> int:
        return round(self._settings.retry_ms * random.uniform(0.5, 1.5))  # noqa: S311 - jitter is no secret
