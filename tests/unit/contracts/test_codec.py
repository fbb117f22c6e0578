"""Events on the wire: what is read, what is refused, and that nothing is guessed."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events import (
    EVENT_TYPES,
    HeartbeatEvent,
    InsightEvent,
    MalformedEventError,
    UnknownEvent,
    decode_event,
    encode_event,
    timestamp_of,
)
from tests.golden.endings import ENDINGS
from tests.golden.scenarios import SCENARIOS
from tests.golden.script import JOB
from tests.golden.vectors import told

LINES = [line for tell in [*SCENARIOS, *ENDINGS] for line in told(tell).script.lines]
INSIGHT = {
    "type": "insight_emitted",
    "timestamp": "2026-11-22T20:17:47.648Z",
    "id": "acme-1",
    "job_id": JOB,
    "data": {"id": "x", "category": "gap", "importance": "high", "message": "Something"},
}


def test_every_golden_event_reads_back() -> None:
    """What we write we read: every event of every golden job, of all types but one, survives its encoding."""
    for line in LINES:
        assert decode_event(encode_event(line.event)) == line.event
    seen = {json.loads(encode_event(line.event))["type"] for line in LINES}
    assert seen >= EVENT_TYPES


def test_absent_fields_are_left_out() -> None:
    """Nothing is written where there is nothing to say: no null on the wire."""
    for line in LINES:
        assert b"null" not in encode_event(line.event)


def test_unknown_fields_are_ignored() -> None:
    """A newer writer may add fields, in the envelope and in the data."""
    more = INSIGHT | {"colour": "blue", "data": {**INSIGHT["data"], "weight": 3}}  # type: ignore[dict-item]
    event = decode_event(json.dumps(more).encode())
    assert isinstance(event, InsightEvent)
    assert event == decode_event(json.dumps(INSIGHT).encode())


def test_a_type_to_come_is_kept_whole() -> None:
    """A well-formed envelope of an unknown type is an event with its data as it is."""
    event = decode_event(json.dumps(INSIGHT | {"type": "mood_update", "data": {"mood": {"of": "day"}}}).encode())
    assert isinstance(event, UnknownEvent)
    assert event.type == "mood_update"
    assert event.data == {"mood": {"of": "day"}}


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"id": "x"}},
        {"data": "text"},
        {"data": {**INSIGHT["data"], "importance": "vital"}},  # type: ignore[dict-item]
        {"data": {**INSIGHT["data"], "message": "x" * 501}},  # type: ignore[dict-item]
        {"timestamp": "yesterday"},
        {"id": ""},
        {"id": 5},
        {"job_id": None},
        {"run": "1"},
        {"run": "0.1"},
        {"type": ""},
        {"type": "step_progress", "data": {"step": "planning", "pct": 101, "state": "running", "attempt": 1}},
        {"type": "step_progress", "data": {"step": "planning", "pct": 1, "state": "running", "attempt": 0}},
        {"type": "job_status", "data": {"status": "paused", "revision": 1}},
        {"type": "mood_update", "data": []},
        {"type": "mood_update", "timestamp": 5},
    ],
    ids=str,
)
def test_what_is_not_an_event_is_refused_with_a_reason(change: dict[str, object]) -> None:
    """An envelope or a payload that differs from the schema is malformed, and the error says where."""
    with pytest.raises(MalformedEventError, match=r"Expected|Object missing|Invalid"):
        decode_event(json.dumps(INSIGHT | change).encode())


@given(raw=st.binary(max_size=200))
def test_rubbish_is_malformed_and_nothing_else(raw: bytes) -> None:
    """Bytes of any kind are an event or malformed: no other error leaves the decoder."""
    try:
        event = decode_event(raw)
    except MalformedEventError:
        return
    assert encode_event(event)


@pytest.mark.parametrize("place", ["envelope", "data"])
def test_what_no_reader_could_take_is_malformed_also_where_we_skip_it(place: str) -> None:
    """Bytes that are no UTF-8, and nesting without an end, are refused in fields that we do not know, too."""
    for rubbish in (b'"\xff"', b"[" * 100_000 + b"]" * 100_000):
        field = b', "acme": ' + rubbish + b"}"
        raw = json.dumps(INSIGHT).encode()
        raw = raw[:-1] + field if place == "envelope" else raw[:-2] + field + b"}"
        with pytest.raises(MalformedEventError):
            decode_event(raw)


def test_heartbeats_carry_the_last_position() -> None:
    """A heartbeat reads back with the position that it names, from 0."""
    raw = json.dumps(INSIGHT | {"type": "heartbeat", "data": {"last_seq": 0}}).encode()
    event = decode_event(raw)
    assert isinstance(event, HeartbeatEvent)
    assert event.data.last_seq == 0


def test_moments_are_written_in_utc_with_milliseconds() -> None:
    """Whatever zone a moment is told in, its timestamp is UTC, to the millisecond, and ends in Z."""
    in_india = datetime(2026, 11, 23, 1, 47, 47, 648_999, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert timestamp_of(in_india) == "2026-11-22T20:17:47.648Z"
    assert timestamp_of(datetime(2026, 11, 22, tzinfo=UTC)) == "2026-11-22T00:00:00.000Z"
