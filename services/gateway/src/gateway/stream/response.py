"""The stream of one job to one viewer: an ASGI application of its own, with one writer.

Who wins the race on a connection?

    the viewer leaves            its task ends at once, and lets go of the job without awaiting anything
    the viewer takes nothing     after the send deadline the connection is dropped; it may resume at its cursor
    `done`, and nothing behind   the response ends; who comes back with that cursor gets 204, and `EventSource` stops;
                                 where another revision was asked for meanwhile, the stream waits for it instead
    the drain                    `drain` at once, the end when this viewer's wave comes, also in the middle of a history
    the token expires            `expired`, the end
    the job is erased            the end; who comes back gets 410
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import msgspec
from litestar.types import Receive, Scope, Send

from contracts.ids import JobId
from eventlog import JobErasedError
from gateway.accesslog import note
from gateway.joblog import End, JobLog, JobLogs, Viewer
from gateway.joblog.frames import opening_frame
from gateway.lifecycle import Lifecycle
from gateway.stream.wire import SlowViewerError, Wire

HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
]
"""No proxy keeps it, changes it, compresses it or waits for more of it."""

Ended: TypeAlias = End | Literal["slow", "left"]
"""Why a stream ended, by us or by the viewer."""


class StreamSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How streams are written. Times are in seconds."""

    send_patience_sec: float = 30.0
    retry_ms: int = 2000
    """How long a browser waits before it comes back, on average."""


class StreamResponse:
    """Sends a job's events from a cursor on, until there is a reason to end."""

    def __init__(
        self,
        jobs: JobLogs,
        lifecycle: Lifecycle,
        settings: StreamSettings,
        *,
        job_id: JobId,
        cursor: int,
        view: Callable[[JobLog], Viewer],
    ) -> None:
        self._jobs = jobs
        self._lifecycle = lifecycle
        self._settings = settings
        self._job_id = job_id
        self._cursor = cursor
        self._view = view

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request.

        Raises:
            AppError: Nothing was sent yet, and the answer is this error.
        """
        note(scope, job_id=self._job_id, cursor=self._cursor)
        self._lifecycle.admit()
        wire = Wire(receive, send, patience_sec=self._settings.send_patience_sec)
        async with self._jobs.watched(self._job_id) as log:
            counts = self._jobs.streamed
            if await self._is_at_the_end(log):
                counts.recoveries["at_end"] += 1
                await wire.start(204, [(b"cache-control", b"no-store")])
                await wire.write(b"", last=True)
                return
            viewer = self._view(log)
            counts.opened += 1
            if self._cursor > 0:
                counts.recoveries[viewer.recovery] += 1
            began = time.perf_counter()
            with log.watched_by(viewer), self._lifecycle.open_stream(viewer):
                ended: Ended = "failed"
                try:
                    ended = await self._stream(viewer, wire)
                finally:
                    counts.ended[ended] += 1
                    counts.watched_sec += time.perf_counter() - began
                    note(scope, unit="stream", ended=ended, events=viewer.sent, bytes=wire.bytes_sent)

    async def _is_at_the_end(self, log: JobLog) -> bool:
        """Tell whether nothing will come behind the cursor; first be sure, where the answer would be final."""
        projection = log.projection
        if self._cursor > 0 and (projection.ended or not projection.holds(self._cursor)):
            await log.live.refresh()
            projection = log.projection
        if log.over == "erased":
            raise JobErasedError
        return log.live.ended and projection.holds(self._cursor) and self._cursor >= projection.done_at

    async def _stream(self, viewer: Viewer, wire: Wire) -> Ended:
        gone = False

        def leave(watching: asyncio.Task[None]) -> None:
            nonlocal gone
            gone = not watching.cancelled() and watching.exception() is None
            viewer.wake()

        counts, sent = self._jobs.streamed, 0
        await wire.start(200, HEADERS)
        leaving = asyncio.create_task(wire.disconnected())
        leaving.add_done_callback(leave)
        try:
            await wire.write(opening_frame(self._cursor, self._retry_ms()))
            while not gone:
                data, end = viewer.take()
                if data:
                    counts.writes += 1
                    counts.bytes += len(data)
                    counts.events += viewer.sent - sent
                    sent = viewer.sent
                if end is not None:
                    await wire.write(data, last=True)
                    return end
                if data:
                    await wire.write(data)
                else:
                    await viewer.wait()
        except SlowViewerError:
            counts.slow["dropped"] += 1
            return "slow"
        finally:
            leaving.cancel()
        return "left"

    def _retry_ms(self) -> int:
        return round(self._settings.retry_ms * random.uniform(0.5, 1.5))  # noqa: S311 - jitter is no secret
