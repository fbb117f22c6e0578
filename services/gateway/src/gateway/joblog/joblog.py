"""One job's log and all who watch it: frames are shared, viewers are cursors into them."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from contracts.ids import JobId
from eventlog import EventLog
from gateway.counts import LogCounts
from gateway.joblog.frames import heartbeat_frame
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
        """Only so many leading frames of the log are still what they were."""
        ...


class JobLog:
    """The frames of one job, kept live, with a sign of life after silence."""

    def __init__(  # noqa: PLR0913 - made in one place, by the registry
        self,
        job_id: JobId,
        log: EventLog,
        *,
        heartbeat_sec: float,
        places: asyncio.Semaphore,
        counted: LogCounts,
        on_rejected: OnRejected,
        on_over: Callable[["JobLog"], None],
    ) -> None:
        self.job_id = job_id
        self.live = LiveLog(
            job_id,
            log,
            places=places,
            on_rejected=on_rejected,
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
        self._heartbeat_sec = heartbeat_sec
        self._on_over = on_over
        self._counted = counted
        self._watchers: set[Watcher] = set()
        self._chunks: dict[int, tuple[bytes, int]] = {}
        self._chunked = 0  # how many frames there were when these were joined
        self._flushed = 0  # how many frames viewers were woken for
        self._loop = asyncio.get_running_loop()
        self._pacer = Pacer(self._flush)
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

    @contextlib.contextmanager
    def watched_by(self, watcher: Watcher) -> Iterator[None]:
        """Wake somebody whenever there is something new, and at every heartbeat."""
        self._watchers.add(watcher)
        if self._timer is None:
            self._heard_at = self._loop.time()
            self._timer = self._loop.call_later(self._heartbeat_sec, self._look)
        try:
            yield
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                self._stop_timer()

    def chunk(self, index: int) -> tuple[bytes, int]:
        """Give frames from an index on as one piece of bytes, and the index behind them; empty at the end.

        Joined once for all viewers that stand at the same index.
        """
        if self._chunked != len(self.projection.frames):
            self._chunks.clear()
            self._chunked = len(self.projection.frames)
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
        while end < len(frames) and size < CHUNK_BYTES:
            size += len(frames[end])
            end += 1
        return (frames[index] if end == index + 1 else b"".join(frames[index:end])), end

    def _changed(self) -> None:
        if self.over is not None:
            self._on_over(self)
            self._wake_all()
        elif self._flushed != len(self.projection.frames):  # what is not shown wakes nobody
            self._pacer.request()

    def _rewritten(self, still_true: int) -> None:
        self._chunks.clear()
        for watcher in self._watchers:
            watcher.rewritten(still_true)

    def _flush(self) -> None:
        self._flushed = len(self.projection.frames)
        self._heard_at = self._loop.time()
        self._wake_all()
        self._counted.flushed(self.live.news, time.time())
        self.live.news.clear()

    def _wake_all(self) -> None:
        for watcher in self._watchers:
            watcher.wake()

    def _look(self) -> None:
        """Beat if nothing was heard for long enough, and look again when that may next be so."""
        silent_sec = self._loop.time() - self._heard_at
        if silent_sec >= self._heartbeat_sec:
            self._beat()
            silent_sec = 0.0
        self._timer = self._loop.call_later(self._heartbeat_sec - silent_sec, self._look)

    def _beat(self) -> None:
        self.beats += 1
        self._heard_at = self._loop.time()
        self.heartbeat = heartbeat_frame(self.job_id, self.projection.position)
        self._wake_all()
        self.live.check()  # the last live message may be the one that was lost: no later one would show the gap

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
