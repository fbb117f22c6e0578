"""Server-sent events as bytes: each frame is encoded once, and shared by all who see it.

Data frames are unnamed, so that plain `onmessage` sees every type. Control frames are named and carry no `id:`: they
speak of the stream, and move nobody's cursor. Source: WHATWG HTML, 9.2 "Server-sent events".
"""

from datetime import UTC, datetime
from typing import Literal, TypeAlias

import msgspec

from contracts.events import Heartbeat, HeartbeatEvent, encode_event, timestamp_of


class CaughtUp(msgspec.Struct, frozen=True, tag_field="type", tag="caught_up"):
    """All that was stored when the viewer came has been sent; `seq` is the position of its last event."""

    seq: int


class Reset(msgspec.Struct, frozen=True, tag_field="type", tag="reset"):
    """The cursor is of no use: the history follows from its beginning, at `first` (0: there is none yet)."""

    reason: Literal["unknown", "expired"]
    first: int


class Drain(msgspec.Struct, frozen=True, tag_field="type", tag="drain"):
    """This gateway is going away: the stream will end, and goes on elsewhere after `retry_ms`."""

    retry_ms: int


class Expired(msgspec.Struct, frozen=True, tag_field="type", tag="expired"):
    """The token is no longer valid; the stream ends."""


class Erased(msgspec.Struct, frozen=True, tag_field="type", tag="erased"):
    """One of many jobs on a stream was erased; the others go on. The stream of one job just ends, and 410 follows."""


Control: TypeAlias = CaughtUp | Reset | Drain | Expired | Erased

_encoder = msgspec.json.Encoder()


def data_frame(seq: int, event: bytes) -> bytes:
    """Frame a stored event. Its position is the cursor behind it."""
    return b"id: %d\ndata: %b\n\n" % (seq, _one_line(event))


def data_of(seq: int, frame: bytes) -> bytes:
    """Give the event that a data frame was made of."""
    return frame[len(b"id: %d\ndata: " % seq) : -2]


def opening_frame(cursor: bytes, retry_ms: int) -> bytes:
    """Frame what a viewer is told before any event: where it stands, and how long to wait before coming back."""
    return b"id: %b\nretry: %d\n\n" % (cursor, retry_ms)


def control_frame(control: Control, *, job_id: str | None = None) -> bytes:
    """Frame a word about the stream, or about one of its many jobs; a drain also sets the browser's own delay."""
    retry = b"retry: %d\n" % control.retry_ms if isinstance(control, Drain) else b""
    said = _encoder.encode(control)
    if job_id is not None:
        said = b'%b,"job_id":"%b"}' % (said[:-1], job_id.encode())
    return b"event: control\n%bdata: %b\n\n" % (retry, said)


def heartbeat_frame(job_id: str, last_seq: int) -> bytes:
    """Frame a sign of life. It is stored nowhere and has no `id:`."""
    now = datetime.now(UTC)
    event = HeartbeatEvent(
        timestamp=timestamp_of(now),
        id=f"gateway:heartbeat:{now.timestamp():.3f}",
        job_id=job_id,
        data=Heartbeat(last_seq=last_seq),
    )
    return b"data: %b\n\n" % encode_event(event)


def _one_line(event: bytes) -> bytes:
    """Keep an event on one line: in JSON a line break stands between tokens only, where a space says the same."""
    if b"\n" in event or b"\r" in event:
        return event.replace(b"\r", b" ").replace(b"\n", b" ")
    return event
