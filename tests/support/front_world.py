"""A job's log with viewers on connections that take what they want, when they want: no server, no network."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import cast

from contracts import subjects
from contracts.ids import JobId
from eventlog import EventLog, StoredMessage
from gateway.accesslog import Line
from gateway.counts import LogCounts, StreamCounts
from gateway.joblog import JobLog, Viewer
from gateway.joblog.joblog import Shared
from gateway.lifecycle import Lifecycle
from gateway.stream.direct import DirectStream
from gateway.stream.session import Session, Source
from tests.golden.script import JOB
from tests.support.sse import Frame, SseReader

_CHUNK = re.compile(rb"([0-9a-f]+)\r\n")


class Pipe:
    """The transport of one viewer: what it took, and what waits; above the limit it pauses its protocol."""

    limit = 2000

    def __init__(self) -> None:
        self.taken = b""
        self.closed = False
        self.open = True
        self._waiting = b""
        self._paused = False
        self.protocol: DirectStream | None = None

    def write(self, data: bytes) -> None:
        """Take a piece, or let it wait."""
        assert not self.closed
        if self.open:
            self.taken += data
            return
        self._waiting += data
        if len(self._waiting) > self.limit and not self._paused:
            self._paused = True
            assert self.protocol is not None
            self.protocol.pause_writing()

    def block(self) -> None:
        """Take nothing for now."""
        self.open = False

    def unblock(self) -> None:
        """Take all that waits, and what comes."""
        self.open = True
        self.taken, self._waiting = self.taken + self._waiting, b""
        if self._paused:
            self._paused = False
            assert self.protocol is not None
            self.protocol.resume_writing()

    def close(self) -> None:
        """End behind what was written."""
        self.closed = True

    @property
    def frames(self) -> list[Frame]:
        """What the viewer has read."""
        body, rest = b"", self.taken
        while rest and (size := _CHUNK.match(rest)):
            length = int(size[1], 16)
            body += rest[size.end() : size.end() + length]
            assert rest[size.end() + length : size.end() + length + 2] == b"\r\n"
            rest = rest[size.end() + length + 2 :]
        assert not rest
        return list(SseReader().frames(body.decode().split("\n")))


@dataclass
class Nothing:
    """Stands for what a session tells, and what it lets go of, when it ends."""

    fields: dict[str, object] = field(default_factory=dict)

    def end(self) -> None:
        """Tell nobody."""

    def close(self) -> None:
        """Let go of nothing."""


class FrontWorld:
    """One log, whose messages the test brings, and its viewers."""

    def __init__(self) -> None:
        self.counts = StreamCounts()
        self.silences = 0
        shared = Shared(
            log=cast("EventLog", None),
            heartbeat_sec=1e9,
            coalesce=True,
            places=asyncio.Semaphore(1),
            counts=self.counts,
            counted=LogCounts(),
            on_rejected=lambda *_: None,
            on_silence=lambda _: None,
            on_over=lambda _: None,
        )
        self.log = JobLog(JobId(JOB), shared)
        self.lifecycle = Lifecycle()
        self.pipes: list[tuple[int, Pipe]] = []
        """Viewers, with the cursor that each came with."""

    def bring(self, data: bytes) -> None:
        """Let a live message arrive."""
        seq = 10 * (len(self.log.projection.positions) + 1)
        message = StoredMessage(seq=seq, subject=subjects.events(JobId(JOB)), data=data, timestamp="")
        self.log.projection.accept(message)
        self.log._changed()  # noqa: SLF001 - what the live log calls

    def beat(self) -> None:
        """Let a heartbeat be due."""
        self.log._beat()  # noqa: SLF001 - what the timer calls

    def view(self, cursor: int) -> None:
        """Let somebody come with a cursor."""
        viewer, pipe = Viewer(self.log, cursor, expires_at=float("inf")), Pipe()
        nothing = Nothing()
        session = Session(cast("Source", nothing), viewer, self.lifecycle, self.counts, cast("Line", nothing))
        transport = cast("asyncio.Transport", pipe)
        pipe.protocol = DirectStream(transport, session, in_chunks=True, to_front=True, patience_sec=30)
        pipe.protocol.begin(viewer.opening(1000), pipe.protocol.pump)
        self.pipes.append((cursor, pipe))

    def drain(self, number: int) -> None:
        """Tell a viewer of the drain."""
        protocol = self.pipes[number][1].protocol
        assert protocol is not None
        protocol.announce_drain(1000)

    def leave(self, number: int) -> None:
        """Let a viewer's connection break."""
        pipe = self.pipes[number][1]
        assert pipe.protocol is not None
        pipe.protocol.connection_lost(None)
        pipe.closed = True

    def close(self) -> None:
        """Stop all timers."""
        for number, (_, pipe) in enumerate(self.pipes):
            if not pipe.closed:
                self.leave(number)
