"""Frames as bytes: what a reader by the WHATWG rules makes of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events import HeartbeatEvent, decode_event
from gateway.joblog.frames import (
    CaughtUp,
    Control,
    Drain,
    Expired,
    Reset,
    control_frame,
    data_frame,
    data_of,
    heartbeat_frame,
    opening_frame,
)
from tests.golden.script import JOB
from tests.support.sse import Frame, SseReader


def read(*frames: bytes) -> tuple[list[Frame], SseReader]:
    """Read frames as a browser does."""
    reader = SseReader()
    lines = b"".join(frames).decode().split("\n")[:-1]
    return list(reader.frames(lines)), reader


def test_an_opening_moves_the_cursor_and_dispatches_nothing() -> None:
    """The first frame sets cursor and delay; no listener hears of it."""
    frames, reader = read(opening_frame(b"42", 1500))
    assert frames == []
    assert (reader.retry_ms, reader.cursor) == (1500, "42")


@given(seq=st.integers(1, 2**53), text=st.text(max_size=300))
def test_an_event_reads_back_whatever_it_says(seq: int, text: str) -> None:
    """Any JSON is one frame of one data line, and reads back as it was written."""
    event = json.dumps({"type": "x", "data": {"text": text}}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    event = event if text.isprintable() else json.dumps({"type": "x", "data": {"text": text}}).encode()
    frame = data_frame(seq, event)
    (read_back,), reader = read(frame)
    assert (read_back.id, read_back.event, read_back.data) == (str(seq), "message", event.decode())
    assert reader.cursor == str(seq)
    assert data_of(seq, frame) == event


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", "\n\n"])
def test_line_breaks_between_tokens_do_not_cut_a_frame(newline: str) -> None:
    """A formatted event is still one frame, and says the same."""
    event = f'{{{newline}"a":{newline}[1,{newline}2]{newline}}}{newline}'.encode()
    (frame,), _ = read(data_frame(7, event))
    assert json.loads(frame.data) == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (CaughtUp(seq=7), {"type": "caught_up", "seq": 7}),
        (Reset(reason="unknown", first=3), {"type": "reset", "reason": "unknown", "first": 3}),
        (Drain(retry_ms=900), {"type": "drain", "retry_ms": 900}),
        (Expired(), {"type": "expired"}),
    ],
)
def test_control_frames_are_named_and_move_no_cursor(control: Control, said: dict[str, object]) -> None:
    """They are heard by listeners of `control` only; the cursor stays where the last event put it."""
    frames, reader = read(data_frame(5, b"{}"), control_frame(control))
    assert (frames[1].event, frames[1].json, frames[1].id) == ("control", said, "5")
    assert reader.cursor == "5"
    assert reader.retry_ms == (900 if isinstance(control, Drain) else None)


def test_heartbeats_are_events_without_an_id() -> None:
    """A heartbeat decodes as an event of its type, and moves no cursor."""
    frames, reader = read(data_frame(5, b"{}"), heartbeat_frame(JOB, 5))
    event = decode_event(frames[1].data.encode())
    assert isinstance(event, HeartbeatEvent)
    assert (event.data.last_seq, event.job_id) == (5, JOB)
    assert (frames[1].event, reader.cursor) == ("message", "5")
