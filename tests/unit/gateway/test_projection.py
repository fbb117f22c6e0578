"""What is shown of a log: a function of the log alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import subjects
from contracts.events import encode_event
from contracts.state import JobState
from eventlog import StoredMessage
from tests.golden.endings import ENDINGS
from tests.golden.scenario import Tell
from tests.golden.scenarios import SCENARIOS
from tests.golden.vectors import told
from tests.support.gateway_job import JOB_ID, long_script
from tests.support.projected import projected, stored

GOLDEN = [*SCENARIOS, *ENDINGS]


@pytest.mark.parametrize("tell", GOLDEN, ids=lambda tell: tell.__name__)
def test_golden_jobs_are_shown_as_people_wrote_down(tell: Tell) -> None:
    """Of every golden log what was expected by hand is shown, hidden and counted, and folds to the same state."""
    scenario = told(tell)
    lines = scenario.script.lines
    projection, rejected = projected([stored(line) for line in lines])

    assert projection.positions == [line.seq for line in lines if line.seq not in scenario.hidden]
    assert sum(rejected.by_reason.values()) == len(scenario.hidden)
    assert set(rejected.by_reason) == set(scenario.hidden.values())
    state = JobState()
    for line in lines:
        if line.seq not in scenario.hidden:
            state.apply(line.seq, line.event)
    assert projection.state.view() == state.view()
    assert all(projection.holds(line.seq) for line in lines)
    assert projection.tail == lines[-1].seq
    assert projection.first == lines[0].seq


def test_shown_events_are_the_stored_bytes() -> None:
    """What was stored is what is shown, byte for byte, unknown fields included."""
    lines = long_script(20).lines
    messages = [stored(line) for line in lines]
    extra = messages[5].data[:-1] + b', "note": [1,  2]}'
    messages[5] = StoredMessage(
        seq=messages[5].seq,
        subject=messages[5].subject,
        data=extra,
        timestamp=messages[5].timestamp,
        message_id=messages[5].message_id,
    )
    projection, _ = projected(messages)
    assert list(projection.shown()) == [(message.seq, message.data) for message in messages]


@given(cursor=st.integers(0, 400))
def test_every_cursor_divides_what_was_seen_from_what_follows(cursor: int) -> None:
    """The first frame behind a cursor is the first whose position is greater."""
    projection, _ = projected([stored(line) for line in long_script(30).lines])
    index = projection.index_behind(cursor)
    assert all(seq <= cursor for seq in projection.positions[:index])
    assert all(seq > cursor for seq in projection.positions[index:])


@settings(max_examples=200)
@given(
    raw=st.lists(st.binary(max_size=80) | st.sampled_from([line.event for line in long_script(20).lines]), max_size=30),
    seed=st.integers(),
)
def test_no_log_breaks_the_fold(raw: list[object], seed: int) -> None:
    """Rubbish, and good events in any order on any subject under any id, are shown or hidden, and never an error."""
    chance = random.Random(seed)
    messages = [
        StoredMessage(
            seq=n + 1,
            subject=chance.choice([subjects.status(JOB_ID), subjects.events(JOB_ID)]),
            data=thing if isinstance(thing, bytes) else encode_event(thing),  # type: ignore[arg-type]
            timestamp="2026-11-22T20:00:00.000Z",
            message_id=chance.choice([None, "x", getattr(thing, "id", None)]),
        )
        for n, thing in enumerate(raw)
    ]
    projection, rejected = projected(messages)
    assert len(projection.frames) + sum(rejected.by_reason.values()) == len(messages)
    projection.state.view()


def test_a_log_without_its_beginning_is_known() -> None:
    """Every job's lifecycle begins with `started`: one that does not was beheaded. Foreign events say nothing of it."""
    lines = long_script(20).lines
    assert not projected([stored(line) for line in lines])[0].beheaded
    assert projected([stored(line) for line in lines[1:]])[0].beheaded
    assert not projected([stored(line) for line in lines if line.channel == "events"])[0].beheaded
    assert not projected([])[0].beheaded
