"""The viewers of several jobs, read as one stream.

Each frame is that of the job's own stream under another `id:`, which stands for all cursors at once. Control frames
name their job. A part ends when its job has, is erased, or its token expires; the stream ends with its last part.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

from typing_extensions import override

from contracts.ids import JobId
from gateway.joblog import End, JobLog, Viewer
from gateway.joblog.frames import Control, Drain, Erased, control_frame, data_of, opening_frame
from gateway.joblog.joblog import CHUNK_BYTES
from gateway.joblog.viewer import AGED_RETRY_MS
from gateway.stream.many.cursors import Cursors


class Part(Viewer):
    """One of the jobs."""

    __slots__ = ("_cursors", "_place")

    def __init__(
        self,
        log: JobLog,
        cursor: int,
        *,
        cursors: Cursors,
        place: int,
        expires_at: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Stand at a cursor, which is that at a place, from 0, of all cursors."""
        super().__init__(log, cursor, expires_at=expires_at, clock=clock)
        self._cursors = cursors
        self._place = place

    def over(self) -> bytes:
        """Frame that this job's part is over for good, for a reader who comes back."""
        return b"id: %b\n\n" % self._cursors.over(self._place)

    @override
    def _frames(self, index: int) -> tuple[bytes, int]:
        _, end = self._log.chunk(index)
        shown = self._log.projection
        frames = (
            b"id: %b\ndata: %b\n\n" % (self._cursors.moved(self._place, seq), data_of(seq, frame))
            for seq, frame in zip(shown.positions[index:end], shown.frames[index:end], strict=True)
        )
        return b"".join(frames), end

    @override
    def _control(self, control: Control) -> bytes:
        return control_frame(control, job_id=self.job_id)


class ManyReader:
    """Reads all parts; a `Reader` as that of one job."""

    def __init__(
        self,
        parts: Sequence[Part],
        erased: Sequence[tuple[int, JobId]],
        cursors: Cursors,
        *,
        ends_at: float,
        clock: Callable[[], float],
    ) -> None:
        """Read some jobs.

        Args:
            parts: Those that have something to say, now or later.
            erased: Places and ids of those that are gone, and whose reader does not know that yet.
            cursors: Of all.
            ends_at: When the connection is old enough, in seconds since the epoch.
            clock: Tells the time in the same measure.
        """
        self._parts = set(parts)
        self._ready = dict.fromkeys(parts)  # in the order in which they were woken
        self._cursors = cursors
        self._ends_at = ends_at
        self._clock = clock
        self._wake: Callable[[], None] | None = None
        self._said = [
            b"id: %b\n%b" % (cursors.over(place), control_frame(Erased(), job_id=job_id)) for place, job_id in erased
        ]
        self._leaving: End | None = None
        self._sent_before = 0

    @property
    def sent(self) -> int:
        """How many events were taken."""
        return self._sent_before + sum(part.sent for part in self._parts)

    def opening(self, retry_ms: int) -> bytes:
        """See `Reader.opening`."""
        return opening_frame(bytes(self._cursors), retry_ms)

    def begin(self, wake: Callable[[], None]) -> None:
        """See `Reader.begin`."""
        self._wake = wake
        for part in self._parts:
            part.begin(partial(self._ring, part))

    def close(self) -> None:
        """See `Reader.close`."""
        self._wake = None
        for part in tuple(self._parts):
            self._close(part)

    def announce_drain(self, retry_ms: int) -> None:
        """See `OpenStream.announce_drain`."""
        self._said.append(control_frame(Drain(retry_ms=retry_ms)))
        self._ring()

    def leave(self) -> None:
        """See `OpenStream.leave`."""
        self._leaving = "drained"
        self._ring()

    def look_at_the_clock(self) -> None:
        """See `OpenStream.look_at_the_clock`."""
        for part in tuple(self._parts):
            part.look_at_the_clock()
        if self._clock() >= self._ends_at:
            self._ring()

    def to_front(self, write: Callable[[bytes], None]) -> None:
        """Go nowhere: what is new has an `id` of this stream's own, and is shared with nobody."""

    def from_front(self) -> None:
        """Stay."""

    def take(self) -> tuple[bytes, End | None]:
        """See `Reader.take`; about as much as fits a chunk, from each part in its turn."""
        said, self._said = self._said, []
        size, end = 0, self._leaving
        while self._ready and size < CHUNK_BYTES:
            part = next(iter(self._ready))
            del self._ready[part]
            data, over = part.take()
            size += len(data)
            said.append(data)
            if over is not None:
                said.append(self._end(part, over))
                end = "failed" if over == "failed" else end
            elif data:
                self._ready[part] = None  # behind the others: there may be more
        if end is None and not self._parts:
            end = "done"
        if end is None and self._clock() >= self._ends_at:
            said.append(control_frame(Drain(retry_ms=AGED_RETRY_MS)))
            end = "aged"
        return b"".join(said), end

    def _end(self, part: Part, over: End) -> bytes:
        """Be done with a part; what is over for good is told with an id that says so."""
        self._close(part)
        if over == "erased":
            return part.over() + control_frame(Erased(), job_id=part.job_id)
        return part.over() if over == "expired" else b""

    def _close(self, part: Part) -> None:
        part.close()
        self._parts.discard(part)
        self._ready.pop(part, None)
        self._sent_before += part.sent

    def _ring(self, part: Part | None = None) -> None:
        if part is not None:
            self._ready[part] = None
        if self._wake is not None:
            self._wake()
