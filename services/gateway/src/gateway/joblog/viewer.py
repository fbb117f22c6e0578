"""A viewer: a cursor into a job's log, and what has to be said to it besides.

What the next write carries, first to last:

    reset         the cursor was of no use, or what it had seen is no longer true: the history follows from its start
    frames        everything behind the cursor, as one chunk shared by all who stand there
    caught_up     once per history: all that was stored when the viewer came is sent
    drain         once, when this gateway is going away, or the connection is old enough
    heartbeat     only where there is nothing else to say
    expired       the token is no longer valid: the end

And when the stream ends: after `done`, when nothing is shown behind it; when the token has expired or the connection is
old enough; when the drain has come to this viewer; when the job is gone.
"""

import time
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from contracts.ids import JobId
from gateway.counts import Recovery
from gateway.joblog.frames import CaughtUp, Control, Drain, Expired, Reset, control_frame, opening_frame
from gateway.joblog.joblog import JobLog
from gateway.joblog.live import Over

End: TypeAlias = Literal["done", "expired", "aged", "drained"] | Over
"""Why the gateway ends a stream."""

AGED_RETRY_MS: Final = 1000
"""Who has been connected for long enough comes back at once, here or elsewhere: its stream ended at a random time."""


class Viewer:
    """Reads one job from a cursor on. Everything but waiting is done at once, without a task switch."""

    __slots__ = (
        "_beats",
        "_clock",
        "_cursor",
        "_ends_at",
        "_expires_at",
        "_given",
        "_history",
        "_index",
        "_leaving",
        "_log",
        "_reset",
        "_retry_ms",
        "_sent",
        "_wake",
    )

    def __init__(
        self,
        log: JobLog,
        cursor: int,
        *,
        expires_at: float,
        ends_at: float = float("inf"),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Stand at a cursor.

        Args:
            log: The job's log, open.
            cursor: 0 for the beginning, or a position; one that is none of this job's is answered by a reset.
            expires_at: When the token stops being valid, in seconds since the epoch.
            ends_at: When the connection is old enough, in the same measure.
            clock: Tells the time in the same measure.
        """
        projection = log.projection
        self._log = log
        self._expires_at = expires_at
        self._ends_at = ends_at
        self._clock = clock
        self._wake: Callable[[], None] = _nothing
        self._beats = log.beats
        self._retry_ms: int | None = None
        self._leaving: End | None = None
        self._reset: Reset | None = None
        self._given = self._cursor = cursor
        self._sent = 0
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

    @property
    def sent(self) -> int:
        """How many events were taken."""
        return self._sent

    @property
    def job_id(self) -> JobId:
        """Whose log it reads."""
        return self._log.job_id

    def opening(self, retry_ms: int) -> bytes:
        """Frame what is told before any event: the cursor that the viewer came with, and when to come back."""
        return opening_frame(b"%d" % self._given, retry_ms)

    def begin(self, wake: Callable[[], None]) -> None:
        """Be woken whenever there may be something to take."""
        self._wake = wake
        self._log.watch(self)

    def close(self) -> None:
        """Be woken no more."""
        self.from_front()
        self._wake = _nothing
        self._log.unwatch(self)

    def wake(self) -> None:
        """See `Watcher.wake`."""
        self._wake()

    def rewritten(self, still_true: int) -> None:
        """See `Watcher.rewritten`."""
        self.from_front()
        if self._index > still_true:
            self._start_again("unknown")
            self._history = len(self._log.projection.frames)

    def announce_drain(self, retry_ms: int) -> None:
        """Say that this gateway is going away."""
        self._retry_ms = retry_ms
        self._wake()

    def leave(self) -> None:
        """End the stream: its turn in the drain has come."""
        self._leaving = "drained"
        self._wake()

    def look_at_the_clock(self) -> None:
        """End the stream where its time is over."""
        if self._clock() >= min(self._expires_at, self._ends_at):
            self._wake()

    def to_front(self, write: Callable[[bytes], None]) -> None:
        """Be written to instead of woken, if it has what was flushed and no more: its cursor may be ahead of that."""
        if self._index == self._log.flushed and self._history is None:
            self._log.to_front(self, write)

    def from_front(self) -> None:
        """Be woken instead of written to, if it was at the front: it has all that was flushed."""
        if self._log.from_front(self):
            self._sent += self._log.flushed - self._index
            self._index = self._log.flushed
            self._beats = self._log.beats

    def take(self) -> tuple[bytes, End | None]:
        """Take what is to be written next, and why the stream ends behind it, if it does.

        Returns:
            Empty bytes and no reason where there is nothing to say: wait until woken.
        """
        said = []
        if self._reset is not None:
            said.append(self._control(self._reset))
            self._reset = None
        frames, end = self._frames(self._index)
        if frames:
            said.append(frames)
            self._sent += end - self._index
            self._index = end
            self._cursor = self._log.projection.positions[end - 1]
        if self._history is not None and self._index >= self._history:
            said.append(self._control(CaughtUp(seq=self._cursor)))
            self._history = None
        if self._retry_ms is not None:
            said.append(self._control(Drain(retry_ms=self._retry_ms)))
            self._retry_ms = None
        if not said and self._beats != self._log.beats:
            said.append(self._log.heartbeat)
        self._beats = self._log.beats
        why = self._end()
        if why == "expired":
            said.append(self._control(Expired()))
        elif why == "aged":
            said.append(self._control(Drain(retry_ms=AGED_RETRY_MS)))
        return (said[0] if len(said) == 1 else b"".join(said)), why

    def _end(self) -> End | None:
        if self._log.over is not None:
            return self._log.over
        now = self._clock()
        if now >= self._expires_at:
            return "expired"
        if self._leaving is not None:
            return self._leaving
        if now >= self._ends_at:
            return "aged"
        whole = self._index == len(self._log.projection.frames)
        return "done" if whole and self._log.live.ended else None

    def _frames(self, index: int) -> tuple[bytes, int]:
        """Give frames from an index on, and the index behind them."""
        return self._log.chunk(index)

    def _control(self, control: Control) -> bytes:
        """Frame a word about the stream."""
        return control_frame(control)

    def _start_again(self, reason: Literal["unknown", "expired"]) -> None:
        self._index = self._cursor = 0
        self._reset = Reset(reason=reason, first=self._log.projection.first)


def _nothing() -> None:
    """Wake nobody."""
