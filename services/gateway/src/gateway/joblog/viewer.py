"""A viewer: a cursor into a job's log, and what has to be said to it besides.

What the next write carries, first to last:

    reset         the cursor was of no use, or what it had seen is no longer true: the history follows from its start
    frames        everything behind the cursor, as one chunk shared by all who stand there
    caught_up     once per history: all that was stored when the viewer came is sent
    drain         once, when this gateway is going away
    heartbeat     only where there is nothing else to say
    expired       the token is no longer valid: the end

And when the stream ends: after `done`, when nothing is shown behind it; when the token has expired; when the drain has
come to this viewer; when the job is gone.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Literal, TypeAlias

from gateway.counts import Recovery
from gateway.joblog.frames import CaughtUp, Drain, Expired, Reset, control_frame
from gateway.joblog.joblog import JobLog
from gateway.joblog.live import Over

End: TypeAlias = Literal["done", "expired", "drained"] | Over
"""Why the gateway ends a stream."""


class Viewer:
    """Reads one job from a cursor on. Everything but waiting is done at once, without a task switch."""

    def __init__(self, log: JobLog, cursor: int, *, expires_at: float, clock: Callable[[], float] = time.time) -> None:
        """Stand at a cursor.

        Args:
            log: The job's log, open.
            cursor: 0 for the beginning, or a position; one that is none of this job's is answered by a reset.
            expires_at: When the token stops being valid, in seconds since the epoch.
            clock: Tells the time in the same measure.
        """
        projection = log.projection
        self.sent = 0
        """How many events were taken."""
        self._log = log
        self._expires_at = expires_at
        self._clock = clock
        self._woken = asyncio.Event()
        self._beats = log.beats
        self._retry_ms: int | None = None
        self._leaving = False
        self._reset: Reset | None = None
        self._cursor = cursor
        if cursor == 0 or projection.holds(cursor):
            self._index = projection.index_behind(cursor)
        else:
            expired = projection.beheaded and cursor < projection.first
            self._start_again("expired" if expired else "unknown")
        self._history: int | None = len(projection.frames)

    @property
    def recovery(self) -> Recovery:
        """What the cursor was good for, as long as nothing was taken."""
        if self._reset is None:
            return "resumed"
        return "reset_expired" if self._reset.reason == "expired" else "reset_unknown"

    async def wait(self) -> None:
        """Return when there may be something to take."""
        await self._woken.wait()

    def wake(self) -> None:
        """See `Watcher.wake`."""
        self._woken.set()

    def rewritten(self, still_true: int) -> None:
        """See `Watcher.rewritten`."""
        if self._index > still_true:
            self._start_again("unknown")
            self._history = len(self._log.projection.frames)
        self.wake()

    def announce_drain(self, retry_ms: int) -> None:
        """Say that this gateway is going away."""
        self._retry_ms = retry_ms
        self.wake()

    def leave(self) -> None:
        """End the stream: its turn in the drain has come."""
        self._leaving = True
        self.wake()

    def take(self) -> tuple[bytes, End | None]:
        """Take what is to be written next, and why the stream ends behind it, if it does.

        Returns:
            Empty bytes and no reason where there is nothing to say: wait until woken.
        """
        self._woken.clear()
        said = []
        if self._reset is not None:
            said.append(control_frame(self._reset))
            self._reset = None
        frames, index = self._log.chunk(self._index)
        if frames:
            said.append(frames)
            self.sent += index - self._index
            self._index = index
            self._cursor = self._log.projection.positions[index - 1]
        if self._history is not None and self._index >= self._history:
            said.append(control_frame(CaughtUp(seq=self._cursor)))
            self._history = None
        if self._retry_ms is not None:
            said.append(control_frame(Drain(retry_ms=self._retry_ms)))
            self._retry_ms = None
        if not said and self._beats != self._log.beats:
            said.append(self._log.heartbeat)
        self._beats = self._log.beats
        end = self._end()
        if end == "expired":
            said.append(control_frame(Expired()))
        return (said[0] if len(said) == 1 else b"".join(said)), end

    def _end(self) -> End | None:
        if self._log.over is not None:
            return self._log.over
        if self._clock() >= self._expires_at:
            return "expired"
        if self._leaving:
            return "drained"
        if self._index < len(self._log.projection.frames):
            self._woken.set()  # more than one chunk
            return None
        return "done" if self._log.live.ended else None

    def _start_again(self, reason: Literal["unknown", "expired"]) -> None:
        self._index = self._cursor = 0
        self._reset = Reset(reason=reason, first=self._log.projection.first)
