"""One job's log and all who watch it: frames are shared, viewers are cursors into them.

    frames of the projection   0 ─────────────── flushed ── len(frames)
                                     ▲               ▲
                     a cursor further back        the front: everybody who has all that was flushed

Between two flushes nobody sees what came meanwhile; a flush moves `flushed` to the end, writes what is new to the
front as one piece, and wakes all others.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from contracts.ids import JobId
from eventlog import EventLog
from gateway.counts import LogCounts, StreamCounts
from gateway.joblog.frames import heartbeat_frame
from gateway.joblog.front import Front
from gateway.joblog.live import LiveLog, Over
from gateway.joblog.pacing import Pacer
from gateway.joblog.projection import OnRejected, Projection

CHUNK_BYTES: Final = 64 * 1024
"""About how much a viewer gets in one write: a long history is not joined whole in memory."""


class Watcher(Protocol):
    """Somebody who watches a job."""

    def wake(self) -> None:
        """There may be something to take."""
        ...

    def rewritten(self, still_true: int) -> None:
        """Only so many leading frames of the log are still what they were. `wake` follows."""
        ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What all logs of a process have in common."""

    log: EventLog
    heartbeat_sec: float
    coalesce: bool
    places: asyncio.Semaphore
    """Bounds how many logs are read at once."""
    counts: StreamCounts
    counted: LogCounts
    on_rejected: OnRejected
    on_silence: Callable[["JobLog"], None]
    """Told of a log that was silent for a heartbeat: the last live message may be the one that was lost."""
    on_over: Callable[["JobLog"], None]


class JobLog:
    """The frames of one job, kept live, with a sign of life after silence."""

    def __init__(self, job_id: JobId, shared: Shared) -> None:
        self.job_id = job_id
        self.flushed = 0
        """How many frames viewers may take."""
        self.live = LiveLog(
            job_id,
            shared.log,
            places=shared.places,
            on_rejected=shared.on_rejected,
            on_change=self._changed,
            on_rewritten=self._rewritten,
        )
        self.users = 0
        """How many requests hold on to it: it is let go some time after the last."""
        self.idle_since = 0.0
        """When the last of them let go, in the loop's time."""
        self.beats = 0
        """How many heartbeats there were; `heartbeat` is the frame of the last."""
        self.heartbeat = b""
        self._shared = shared
        self._watchers: set[Watcher] = set()
        self._chunks: dict[int, tuple[bytes, int]] = {}
        self._front: Front[Watcher] = Front(shared.counts)
        self._loop = asyncio.get_running_loop()
        self._pacer = Pacer(self._flush, coalesce=shared.coalesce)
        self._heard_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def projection(self) -> Projection:
        """What is shown, now. Not to be kept: it may be written anew."""
        return self.live.projection

    @property
    def over(self) -> Over | None:
        """Why nothing will come any more, if so."""
        return self.live.over

    def watch(self, watcher: Watcher) -> None:
        """Wake somebody whenever there is something new, and at every heartbeat."""
        self._watchers.add(watcher)
        if self._timer is None:
            self._heard_at = self._loop.time()
            self._timer = self._loop.call_later(self._shared.heartbeat_sec, self._look)

    def unwatch(self, watcher: Watcher) -> None:
        """Wake somebody no more; who is not woken is left as it is."""
        self._watchers.discard(watcher)
        self._front.leave(watcher)
        if not self._watchers and not self._front:
            self._stop_timer()

    @contextlib.contextmanager
    def watched_by(self, watcher: Watcher) -> Iterator[None]:
        """Wake somebody while the body runs."""
        self.watch(watcher)
        try:
            yield
        finally:
            self.unwatch(watcher)

    def to_front(self, watcher: Watcher, write: Callable[[bytes], None]) -> None:
        """Write to somebody who has all that was flushed, in pieces of a chunked body, instead of waking it."""
        self._watchers.discard(watcher)
        self._front.join(watcher, write)

    def from_front(self, watcher: Watcher) -> bool:
        """Wake somebody again instead; tells whether it was at the front, and so has all that was flushed."""
        if not self._front.leave(watcher):
            return False
        self._watchers.add(watcher)
        return True

    def chunk(self, index: int) -> tuple[bytes, int]:
        """Give flushed frames from an index on as one piece of bytes, and the index behind them; empty at the end.

        Joined once for all viewers that stand at the same index.
        """
        found = self._chunks.get(index)
        if found is None:
            found = self._chunks[index] = self._join(index)
        return found

    async def close(self) -> None:
        """Let go of the log."""
        self._stop_timer()
        self._pacer.stop()
        await self.live.close()

    def _join(self, index: int) -> tuple[bytes, int]:
        frames = self.projection.frames
        size, end = 0, index
        while end < self.flushed and size < CHUNK_BYTES:
            size += len(frames[end])
            end += 1
        return (frames[index] if end == index + 1 else b"".join(frames[index:end])), end

    def _changed(self) -> None:
        if self.over is not None:
            self._shared.on_over(self)
            self._wake_all()
        elif self.flushed != len(self.projection.frames):  # what is not shown wakes nobody
            self._pacer.request()

    def _rewritten(self, still_true: int) -> None:
        for watcher in [*self._watchers, *self._front]:
            watcher.rewritten(still_true)
        self.flushed = len(self.projection.frames)
        self._chunks.clear()
        self._wake_all()

    def _flush(self) -> None:
        new = self.projection.frames[self.flushed :]
        self.flushed += len(new)
        self._chunks.clear()
        self._heard_at = self._loop.time()
        self._front.write(new[0] if len(new) == 1 else b"".join(new), events=len(new))
        for watcher in tuple(self._watchers):
            watcher.wake()
        if self.live.ended:
            for watcher in tuple(self._front):
                watcher.wake()
        self._shared.counted.flushed(self.live.news, time.time())
        self.live.news.clear()

    def _wake_all(self) -> None:
        for watcher in [*self._watchers, *self._front]:
            watcher.wake()

    def _look(self) -> None:
        """Beat if nothing was heard for long enough, and look again when that may next be so."""
        silent_sec = self._loop.time() - self._heard_at
        if silent_sec >= self._shared.heartbeat_sec:
            self._beat()
            silent_sec = 0.0
        self._timer = self._loop.call_later(self._shared.heartbeat_sec - silent_sec, self._look)

    def _beat(self) -> None:
        self.beats += 1
        self._heard_at = self._loop.time()
        self.heartbeat = heartbeat_frame(self.job_id, self.projection.position)
        self._front.write(self.heartbeat)
        for watcher in tuple(self._watchers):
            watcher.wake()
        self._shared.on_silence(self)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
