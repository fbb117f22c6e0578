"""What all benchmarks do with what their rounds gave."""

import pytest

from bench.measuring.figures import Row, at_most, never
from bench.measuring.machine import described
from bench.measuring.stopwatch import Stopwatch, failures

ROWS = (Row("ms", "milliseconds", "ms", at_most(5)), Row("missing", "not measured"), never("lost", "lost"))


def test_a_measure_is_made_of_its_rounds() -> None:
    """It says where, in how many rounds and how long it was made; a row that no round could measure is left out."""
    made = Stopwatch().measured("a", "about a", ROWS, [{"ms": 2.0, "lost": 0}, {"ms": 4.0, "lost": 0}])
    assert (made.rounds, made.machine) == (2, described())
    assert made.seconds >= 0
    assert [(figure.row.key, figure.value) for figure in made.figures] == [("ms", 3.0), ("lost", 0)]


def test_what_must_never_happen_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A bar that is missed is a figure; an event that was lost in one round is a failure."""
    well = Stopwatch().measured("a", "about a", ROWS, [{"ms": 9.0, "lost": 0}])
    assert failures([well]) == 0
    ill = Stopwatch().measured("b", "about b", ROWS, [{"ms": 1.0, "lost": 0}, {"ms": 1.0, "lost": 1}])
    assert failures([well, ill]) == 1
    assert capsys.readouterr().err == "must never happen, and did: lost\n"
