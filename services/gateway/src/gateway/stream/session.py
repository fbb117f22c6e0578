"""One open stream, whoever writes it: what it holds on to, and its one end."""

import time
from collections.abc import Callable
from typing import Literal, Protocol, TypeAlias

from gateway.accesslog import Line
from gateway.counts import StreamCounts
from gateway.joblog import End
from gateway.lifecycle import Lifecycle, OpenStream

Ended: TypeAlias = End | Literal["slow", "left"]
"""Why a stream ended, by us or by the viewer."""


class Reader(Protocol):
    """What is written to a stream: a `Viewer`, or the viewers of many jobs as one."""

    def announce_drain(self, retry_ms: int) -> None:
        """Say that this process is going away."""
        ...

    def leave(self) -> None:
        """End behind what is said already."""
        ...

    def look_at_the_clock(self) -> None:
        """Wake whoever writes where the time is over."""
        ...

    @property
    def sent(self) -> int:
        """How many events were taken."""
        ...

    def opening(self, retry_ms: int) -> bytes:
        """Frame what is told before any event: where the viewer stands, and how long to wait before coming back."""
        ...

    def begin(self, wake: Callable[[], None]) -> None:
        """Be woken whenever there may be something to take."""
        ...

    def close(self) -> None:
        """Be woken no more. Safe to call twice."""
        ...

    def take(self) -> tuple[bytes, End | None]:
        """Take what is to be written next, and why the stream ends behind it, if it does."""
        ...

    def to_front(self, write: Callable[[bytes], None]) -> None:
        """Be written to, in pieces of a chunked body, instead of woken, where it can: there was nothing to take."""
        ...

    def from_front(self) -> None:
        """Be woken instead of written to."""
        ...


class Source(Protocol):
    """Where a reader comes from, and what has to be let go when it is done with."""

    async def open(self) -> Reader | None:
        """Give the reader; None where all that it would read has been read, and nothing will follow.

        Raises:
            AppError: The answer is this error.
        """
        ...

    def close(self) -> None:
        """Let go of everything. Awaits nothing, and so cannot be interrupted; safe to call twice."""
        ...


class Session:
    """From the first byte of a stream to its end, which is told once: in a line of the log, and in numbers."""

    __slots__ = ("_began", "_lifecycle", "_line", "_over", "_source", "_stream", "counts", "reader")

    def __init__(self, source: Source, reader: Reader, lifecycle: Lifecycle, counts: StreamCounts, line: Line) -> None:
        self.reader = reader
        self.counts = counts
        self._source = source
        self._lifecycle = lifecycle
        self._line = line
        self._stream: OpenStream | None = None
        self._over = False
        self._began = time.perf_counter()
        counts.opened += 1

    def begin(self, stream: OpenStream) -> None:
        """Count a stream as open."""
        self._stream = stream
        self._lifecycle.opened(stream)

    def wrote(self, data: bytes, events: int) -> None:
        """Count a piece that was written."""
        self.counts.writes += 1
        self.counts.bytes += len(data)
        self.counts.events += events

    def end(self, ended: Ended) -> None:
        """Let go of everything, and tell how it ended. Safe to call twice: the first time counts."""
        if self._over:
            return
        self._over = True
        self.reader.close()
        self._source.close()
        if self._stream is not None:
            self._lifecycle.closed(self._stream)
            self._stream = None
        self.counts.ended[ended] += 1
        self.counts.watched_sec += time.perf_counter() - self._began
        self._line.fields.update(unit="stream", ended=ended, events=self.reader.sent)
        self._line.end()
