"""A minute of strange input, each time another one."""

import time

import pytest

from tests.fuzz.reached import reached
from tests.fuzz.run import HangError, feed
from tests.fuzz.targets import TARGETS, Target, dates

_SECONDS = 60.0


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", TARGETS)
def test_nothing_crashes_and_nothing_hangs(name: str) -> None:
    """Parsers and guard take anything: they answer, or refuse as they say, within five seconds of CPU."""
    assert feed(TARGETS[name], _SECONDS / len(TARGETS)).executions > 0


def test_a_crash_is_found() -> None:
    """Who cannot eat a bracket is found out."""

    def picky(raw: str) -> None:
        assert "(" not in raw

    with pytest.raises(AssertionError):
        feed(Target(picky, TARGETS["dates"].food), 30.0)


@pytest.mark.timeout(120)
def test_a_hang_is_found() -> None:
    """Who does not come back is found out."""

    def slow(_raw: str) -> None:
        ends = time.process_time() + 1.0
        while time.process_time() < ends:
            pass

    with pytest.raises(HangError):
        feed(Target(slow, TARGETS["dates"].food), 0.0, hang_sec=0.05)


def test_lines_are_counted() -> None:
    """What ran is counted, of the engine only."""
    found = reached(lambda: dates("Mar 2020 - Present"))
    hit, every = found["tailoring/reading/dates.py"]
    assert 0 < hit <= every
