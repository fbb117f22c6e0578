"""How long a step still takes."""

from agents.sdk.pace import Pace


def test_nothing_is_said_while_too_little_is_known() -> None:
    """Two runs are no experience."""
    pace = Pace()
    pace.note(4.0, 1000)
    pace.note(6.0, 1000)

    assert pace.remaining_sec(0.0, 1000) is None


def test_the_median_is_scaled_by_the_size_of_the_input() -> None:
    """Twice the input takes twice as long; before anything is read the usual size is taken."""
    pace = Pace()
    for duration_sec in (4.0, 6.0, 50.0):
        pace.note(duration_sec, 1000)

    assert pace.remaining_sec(1.0, 0) == 5.0
    assert pace.remaining_sec(1.0, 2000) == 11.0
    assert pace.remaining_sec(1.0, 500) == 2.0


def test_what_is_late_is_about_to_end() -> None:
    """An estimate is never negative."""
    pace = Pace()
    for _ in range(3):
        pace.note(1.0, 10)

    assert pace.remaining_sec(5.0, 10) == 0.0


def test_only_the_last_runs_count() -> None:
    """A step that got faster is soon believed."""
    pace = Pace()
    for _ in range(30):
        pace.note(60.0, 10)
    for _ in range(20):
        pace.note(2.0, 10)

    assert pace.remaining_sec(0.0, 10) == 2.0
