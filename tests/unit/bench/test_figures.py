"""Figures: what several rounds come to, and the verdict."""

import pytest

from bench.measuring.figures import Bar, Row, at_least, at_most, figure_of, never, shown


def test_the_median_of_the_rounds_counts() -> None:
    """One round that was disturbed does not decide."""
    figure = figure_of(Row("cpu", "CPU", "µs", at_most(2)), [{"cpu": 1.0}, {"cpu": 90.0}, {"cpu": 1.5}])
    assert figure is not None
    assert (figure.value, figure.verdict, figure.values) == (1.5, "holds", [1.0, 90.0, 1.5])


def test_of_what_must_never_happen_the_worst_round_counts() -> None:
    """An event that was lost in one round of three was lost."""
    lost = figure_of(never("lost", "lost"), [{"lost": 0}, {"lost": 3}, {"lost": 0}])
    repaired = figure_of(Row("repaired", "repaired", "", at_least(1), exact=True), [{"repaired": 5}, {"repaired": 0}])
    assert lost is not None
    assert repaired is not None
    assert (lost.value, lost.failed) == (3, True)
    assert (repaired.value, repaired.failed) == (0, True)


def test_a_bar_that_is_missed_fails_nothing_but_itself() -> None:
    """Slow is not wrong: only what must never happen fails the run."""
    figure = figure_of(Row("p99", "p99", "ms", at_most(5)), [{"p99": 6.0}])
    assert figure is not None
    assert (figure.verdict, figure.failed) == ("misses", False)


def test_what_was_not_measured_is_no_figure() -> None:
    """A peer that is not installed has no row, instead of a zero."""
    assert figure_of(Row("nchan", "Nchan"), [{"ours": 1.0}]) is None


@pytest.mark.parametrize(
    ("bar", "value", "holds"),
    [
        (at_most(0.35), 0.35, True),
        (at_most(0.35), 0.351, False),
        (at_least(15), 15, True),
        (at_least(15), 14.9, False),
        (at_most(0), 0, True),
    ],
)
def test_a_bar_includes_its_limit(bar: Bar, value: float, holds: bool) -> None:
    """`≤` and `≥` are what they say."""
    assert bar.holds(value) is holds


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.129, "0.129"),
        (0.0371, "0.0371"),
        (2, "2"),
        (10.44, "10.4"),
        (99.96, "100"),
        (4_657_500.0, "4,657,500"),
        (-1.5, "-1.5"),
    ],
)
def test_values_are_written_with_three_digits_that_count(value: float, text: str) -> None:
    """A table of many units stays readable."""
    assert shown(value) == text
