"""A job's log as it is shown: a pure fold of stored messages into frames, positions and state."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import TypeAlias

from contracts.events import DoneEvent, JobStatusEvent, MalformedEventError, UnknownEvent, decode_event
from contracts.state import JobState
from contracts.subjects import Channel, channel_of
from contracts.visibility import Visibility
from eventlog import StoredMessage
from gateway.counts import OTHER, Rejection
from gateway.joblog.frames import data_frame, data_of

OnRejected: TypeAlias = Callable[[str, int, Rejection], None]
"""Told of each message that is not shown: the job, its position, and why."""


class Projection:
    """What is shown of one job, up to a position. Messages come in the order of the log, each once."""

    def __init__(self, job_id: str, on_rejected: OnRejected) -> None:
        self.job_id = job_id
        self.state = JobState()
        self.frames: list[bytes] = []
        self.positions: list[int] = []
        """Of the frames, ascending."""
        self.last: dict[Channel, int] = {"status": 0, "events": 0}
        """Position of the newest message of each subject, shown or not; 0 before the first."""
        self.done_at = 0
        """Position of the newest `done` that is shown; 0 before the first."""
        self._stored: list[int] = []
        self._begun: bool | None = None
        self._visibility = Visibility(job_id)
        self._on_rejected = on_rejected

    @property
    def tail(self) -> int:
        """Position of the newest message, shown or not; 0 before the first."""
        return self._stored[-1] if self._stored else 0

    @property
    def first(self) -> int:
        """Position of the oldest message; 0 where there is none."""
        return self._stored[0] if self._stored else 0

    @property
    def beheaded(self) -> bool:
        """Whether the log has lost its beginning: every job's lifecycle begins with `started`."""
        return self._begun is False

    @property
    def ended(self) -> bool:
        """Whether the newest revision is over: nothing is shown until another one opens."""
        return self._visibility.ended

    @property
    def position(self) -> int:
        """Position of the newest event that is shown; 0 before the first."""
        return self.positions[-1] if self.positions else 0

    def accept(self, message: StoredMessage) -> str | None:
        """Take the next message of the log; give the type of its event where it is shown, `OTHER` for a foreign one."""
        channel = channel_of(message.subject)
        self._stored.append(message.seq)
        self.last[channel] = message.seq
        try:
            event = decode_event(message.data)
        except MalformedEventError:
            self._on_rejected(self.job_id, message.seq, "malformed")
            return None
        hidden = self._visibility.hides(channel, event, message.message_id)
        if hidden is not None:
            self._on_rejected(self.job_id, message.seq, hidden)
            return None
        self.frames.append(data_frame(message.seq, message.data))
        self.positions.append(message.seq)
        self.state.apply(message.seq, event)
        if isinstance(event, DoneEvent):
            self.done_at = message.seq
        if channel == "status" and self._begun is None:
            self._begun = isinstance(event, JobStatusEvent) and event.data.status == "started"
        return OTHER if isinstance(event, UnknownEvent) else str(event.__struct_config__.tag)

    def holds(self, seq: int) -> bool:
        """Tell whether a message of this job, shown or not, is stored at a position."""
        index = bisect_left(self._stored, seq)
        return index < len(self._stored) and self._stored[index] == seq

    def index_behind(self, cursor: int) -> int:
        """Give the index of the first frame behind a cursor."""
        return bisect_right(self.positions, cursor)

    def shown(self, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Give shown events with their positions, oldest first: from an index on, up to another."""
        for seq, frame in zip(self.positions[begin:end], self.frames[begin:end], strict=True):
            yield seq, data_of(seq, frame)
