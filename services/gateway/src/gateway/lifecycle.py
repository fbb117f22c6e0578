"""The life of this process: serving, then draining, then gone.

A drain is begun by the signal and not by the server's shutdown: with an open stream the server would never get to it.
"""

import asyncio
import contextlib
import random
from typing import Final, Protocol

import structlog

from eventlog import TransientError

_WAVE_SEC: Final = 0.25
_PER_STREAM_SEC: Final = 0.05
"""A few viewers need no long window."""
_LAST_WRITES_SEC: Final = 2.0
_LOOK_SEC: Final = 1.0

logger = structlog.get_logger(__name__)


class OpenStream(Protocol):
    """A stream that can be told to end."""

    def announce_drain(self, retry_ms: int) -> None:
        """Tell the viewer that this process is going away, and when to come back."""
        ...

    def leave(self) -> None:
        """End behind what is being written."""
        ...

    def look_at_the_clock(self) -> None:
        """End where the time is over: the token's, the connection's, or that of a viewer who takes nothing."""
        ...

    def abort(self) -> None:
        """Drop the connection with what is unsent."""
        ...


class Lifecycle:
    """Knows whether requests are welcome, and ends the streams when they no longer are."""

    def __init__(self, *, drain_sec: float = 3.0) -> None:
        """Begin to serve.

        Args:
            drain_sec: The longest window over which open streams are closed, in random order.
        """
        self.draining = False
        self.drains = 0
        """How often this process was told to end."""
        self._drain_sec = drain_sec
        self._streams: set[OpenStream] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._looking: asyncio.TimerHandle | None = None

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def admit(self) -> None:
        """See that a stream may begin.

        Raises:
            TransientError: This process is going away; another one will take it.
        """
        if self.draining:
            raise TransientError(
                "this gateway is going away: come back in a moment", code="draining", delay_sec=1.0 + self._drain_sec
            )

    def opened(self, stream: OpenStream) -> None:
        """Count a stream as open; one admitted before a drain that opens within it is told to end at once."""
        self._streams.add(stream)
        self._empty.clear()
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(_LOOK_SEC, self._look)
        if self.draining:
            stream.announce_drain(self._retry_ms())
            stream.leave()

    def closed(self, stream: OpenStream) -> None:
        """Count a stream as open no more. Safe to call twice."""
        self._streams.discard(stream)
        if not self._streams:
            self._empty.set()
            if self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def drain(self) -> None:
        """Take no more streams, tell those that are open, and end them in waves; return when all have ended, or soon.

        The waves spread over the window, so that viewers do not come back to the others all at once.
        """
        self.draining = True
        self.drains += 1
        going = list(self._streams)
        random.shuffle(going)
        window_sec = min(self._drain_sec, _PER_STREAM_SEC * len(going))
        logger.info("drain", streams=len(going), window_sec=window_sec)
        for stream in going:
            stream.announce_drain(self._retry_ms())
        waves = max(1, min(len(going), round(window_sec / _WAVE_SEC)))
        for wave in range(waves if going else 0):
            await asyncio.sleep(window_sec / waves)
            for stream in going[wave::waves]:
                stream.leave()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WRITES_SEC):
                await self._empty.wait()
        logger.info("drained", still_open=len(self._streams))
        self.abort()

    def abort(self) -> None:
        """Drop all streams that are open: their viewers may resume elsewhere."""
        for stream in tuple(self._streams):
            stream.abort()

    def _look(self) -> None:
        """Let every stream look at the clock: one timer for all of them."""
        self._looking = asyncio.get_running_loop().call_later(_LOOK_SEC, self._look)
        for stream in tuple(self._streams):
            stream.look_at_the_clock()

    def _retry_ms(self) -> int:
        return random.randint(500, 1500 + round(1000 * self._drain_sec))  # noqa: S311 - jitter is no secret
