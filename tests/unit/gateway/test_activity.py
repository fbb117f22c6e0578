"""Rates over sliding windows: what was counted, over the time in which it was, whatever that is."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.activity.history import EVERY_SEC, LONGEST_SEC, History, Totals, Window
from gateway.counts import Spread
from tests.support.hand_clock import HandClock

NOTHING = Totals(events={}, deliveries=0, opened=0, ended=0, reconnects=0, watched_sec=0.0)


class Process:
    """One whose totals a test counts up by hand."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.totals = NOTHING
        self.history = History(lambda: self.totals, self.clock)

    def count(self, **grown: float) -> None:
        """Add to the totals; `events` are insights."""
        old = self.totals
        more: dict[str, object] = {name: getattr(old, name) + by for name, by in grown.items() if name != "events"}
        if "events" in grown:
            more["events"] = {"insight_emitted": old.events.get("insight_emitted", 0) + int(grown["events"])}
        self.totals = msgspec.structs.replace(old, **more)

    def live(self, seconds: float) -> None:
        """Let time pass, and note totals as a gateway does."""
        for _ in range(round(seconds / EVERY_SEC)):
            self.clock.move(EVERY_SEC)
            self.history.note()


def test_a_window_has_what_happened_within_it() -> None:
    """What is older than a minute is in the last five, what is older than these in the time since the start only."""
    process = Process()
    process.count(events=600, deliveries=6000, opened=10, ended=4, reconnects=2, watched_sec=100)
    process.live(400)
    process.count(events=120, opened=3)
    process.live(120)
    process.count(events=30, ended=2, watched_sec=9)
    process.live(30)

    minute, five, whole = process.history.last(60), process.history.last(300), process.history.since_start()
    assert minute.events_per_sec == {"insight_emitted": 0.5}
    assert (minute.seconds, minute.streams_opened, minute.streams_ended, minute.mean_watch_sec) == (60, 0, 2, 4.5)
    assert five.events_per_sec == {"insight_emitted": 0.5}
    assert (five.seconds, five.streams_opened, five.reconnects) == (300, 3, 0)
    assert whole.events_per_sec == {"insight_emitted": round(750 / 550, 3)}
    assert (whole.deliveries_per_sec, whole.streams_ended, whole.watch_sec) == (round(6000 / 550, 3), 6, 109)


def test_a_young_process_has_short_windows() -> None:
    """A rate is over the time that there was: not a fifth of it, since the process is a minute old."""
    process = Process()
    process.clock.move(10)
    process.count(events=20)
    expected = {"insight_emitted": 2.0}
    assert [process.history.last(300).events_per_sec, process.history.since_start().events_per_sec] == [expected] * 2
    assert process.history.last(300).seconds == 10


def test_nothing_is_nothing() -> None:
    """A process that has just started, and one in which nothing happens, have no rates and no mean."""
    process = Process()
    for _ in range(2):
        quiet = process.history.last(60)
        assert (quiet.events_per_sec, quiet.deliveries_per_sec, quiet.mean_watch_sec) == ({}, 0.0, None)
        process.live(100)


@given(
    steps=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 80)), max_size=20), window=st.sampled_from([60, 300])
)
def test_windows_add_up(steps: list[tuple[int, int]], window: int) -> None:
    """However events and quiet times follow each other, a window counts just those since its beginning."""
    process = Process()
    happened: list[tuple[float, int]] = []
    for count, notes in steps:
        process.count(events=count)
        happened.append((process.clock.now, count))
        process.live(notes * EVERY_SEC)
    process.clock.move(1.0)
    found = process.history.last(window)
    begin = process.clock.now - found.seconds
    assert found.seconds <= window + EVERY_SEC / 2
    expected = sum(count for at, count in happened if at >= begin)
    assert counted(found) == pytest.approx(expected, rel=0.01, abs=0.001 * found.seconds)


def counted(window: Window) -> float:
    """Give how many events a window holds."""
    return window.events_per_sec.get("insight_emitted", 0.0) * window.seconds


def test_the_memory_of_a_history_is_bounded() -> None:
    """A day leaves as many notes as five minutes."""
    process = Process()
    process.live(24 * 3600)
    assert len(process.history._notes) == LONGEST_SEC / EVERY_SEC + 1  # noqa: SLF001 - what is kept is the point


def test_durations_are_counted_by_their_size() -> None:
    """A bound holds what is as long as it; what is longer than all has a place too."""
    spread = Spread((0.1, 1.0))
    for seconds in (0.0, 0.1, 0.11, 1.0, 7.0):
        spread.note(seconds)
    assert spread.counts == [2, 2, 1]
    assert spread.sum_sec == pytest.approx(8.21)
