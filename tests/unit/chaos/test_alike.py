"""What two runs of one job have in common, and that it is seen where they differ."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from contracts.events import Done, DoneEvent, Event, MetricUpdate, MetricUpdateEvent
from contracts.ids import agent_event_id
from contracts.state import JobState
from tests.chaos.alike import Alike, alike, difference
from tests.support.chaos_record import JOB, end_of, told_by, whole


def left(events: Sequence[Event], *, first_seq: int = 1) -> Alike:
    """Fold a history, and take from it what is compared."""
    state = JobState()
    for seq, event in enumerate(events, first_seq):
        state.apply(seq, event)
    return alike(JOB, list(events), state.view())


def timed(value: float, run: str = "1.1") -> Event:
    """Tell how long something took."""
    data = MetricUpdate(key="extraction_ms", value=value)
    return MetricUpdateEvent(
        timestamp="2026-11-22T20:17:47.648Z",
        id=agent_event_id(JOB, "planning", run, 99),
        job_id=JOB,
        step="planning",
        run=run,
        data=data,
    )


def test_moments_positions_and_runs_make_no_difference() -> None:
    """Another time, another place in the log, another run that won after a first one died, and how long it took."""
    calm = [*whole()[:1], timed(3.0), *whole()[1:]]
    struck = [
        told_by("planning", 1, "1.1"),  # of the run that died
        timed(7.0, "1.2"),
        *(
            replace(event, timestamp="2026-11-23T04:00:00.000Z")
            if event.step != "planning"
            else replace(event, run="1.2", id=event.id.replace(":1.1:", ":1.2:"))
            for event in whole()
        ),
    ]
    assert difference(left(calm), left([*struck[2:3], *struck[:2], *struck[3:]], first_seq=1000)) is None


def change(events: list[Event]) -> None:
    """Tell another number."""
    events[3] = told_by("ingesting", 3, "1.1")
    events[3] = replace(events[3], data=MetricUpdate(key="words", value=77.0))


def double(events: list[Event]) -> None:
    """Tell something twice."""
    events.insert(5, replace(events[3], id=agent_event_id(JOB, "ingesting", "1.1", 50)))


def lose(events: list[Event]) -> None:
    """Tell something never."""
    del events[3]


def end_twice(events: list[Event]) -> None:
    """End a step twice."""
    events.insert(8, replace(end_of("ingesting"), id="9.99"))


def make_something_else(events: list[Event]) -> None:
    """Hand over another result."""
    last = events[-1]
    assert isinstance(last, DoneEvent)
    events[-1] = replace(last, data=Done(revision=1, status="completed", duration_ms=1, artifacts={}))


@pytest.mark.parametrize("wrong", [change, double, lose, end_twice, make_something_else])
def test_all_else_does(wrong: Callable[[list[Event]], None]) -> None:
    """What was told otherwise, twice or never, a second end of a step, and another result are named."""
    events = whole()
    wrong(events)
    assert difference(left(whole()), left(events)) is not None
