"""The line to the watchdog, once it is let go."""

import os
from pathlib import Path

import pytest

from supervisor.lifeline import Lifeline


def test_a_second_interrupt_after_the_end_is_told_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes when all has ended is no error, and reaches no other file that has the number by then."""
    reading, writing = os.pipe()
    monkeypatch.setattr(Lifeline, "_start", lambda lifeline: setattr(lifeline, "_writing", writing))  # no watchdog
    with Lifeline(reading) as lifeline:
        lifeline.hurry()
    assert os.read(reading, 10) == b"!\n"
    other = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    os.dup2(other, writing)
    lifeline.hurry()
    assert os.fstat(other).st_size == 0
    for opened in {reading, writing, other}:
        os.close(opened)
