"""Dates and periods: whatever people write for "from then to then"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.tailoring.reading import periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oct. 2021 – Current", (2021, 10, None, None, True)),
        ("07/2009 to 07/2014", (2009, 7, 2014, 7, False)),
        ("2017 –\nPresent", (2017, None, None, None, True)),
        ("July 2008\nto\nJanuary 2015", (2008, 7, 2015, 1, False)),
        ("June 2012 through May 2013", (2012, 6, 2013, 5, False)),
        ("Jan – Mar 2016", (2016, 1, 2016, 3, False)),
        ("August '12 -'14", (2012, 8, 2014, None, False)),
        ("Sept-99 to Oct-01", (1999, 9, 2001, 10, False)),
        ("2017-09 – 2020-12", (2017, 9, 2020, 12, False)),
        ("March 2012 Till date", (2012, 3, None, None, True)),
        ("2020-2023", (2020, None, 2023, None, False)),
        ("Since May 2018", (2018, 5, None, None, True)),
        ("Summer 2013, 2014", (2013, 6, 2014, None, False)),
        ("Fall 2013 – Spring 2014", (2013, 9, 2014, 3, False)),
        ("10/2012", (2012, 10, None, None, False)),
        ("June 5, 2018", (2018, 6, None, None, False)),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, expected: tuple[int | None, ...]) -> None:
    """Months, years, seasons, open ends and every joint are understood."""
    [period] = periods(text)
    dates = period.dates
    assert (dates.start_year, dates.start_month, dates.end_year, dates.end_month, dates.ongoing) == expected
    assert dates.raw == text[period.start : period.end]


@pytest.mark.parametrize(
    "text", ["raised $2000 for", "ISO 27001", "2,015 units", "room 1201", "555-0176", "grew 2019% in", "Highway 20199"]
)
def test_a_number_is_no_date(text: str) -> None:
    """Money, standards, telephone numbers and shares are no years."""
    assert periods(text) == []


@pytest.mark.parametrize(
    ("text", "precision"), [("2012 – 2014", "year"), ("Summer 2013", "season"), ("May 2012 – 2014", "year")]
)
def test_the_coarser_end_decides_the_precision(text: str, precision: str) -> None:
    """What is known only to the year is not made up to the month."""
    assert periods(text)[0].dates.precision == precision


@given(st.text(alphabet="Jan2019 -–to/Present'12.\nMay,", max_size=50), st.integers(0, 1000))
def test_periods_lie_where_they_say(text: str, offset: int) -> None:
    """Each period's text is the text at its place, and its span counts from the offset."""
    for period in periods(text, offset=offset):
        assert text[period.start : period.end] == period.dates.raw
        assert period.dates.span is not None
        assert period.dates.span.start == offset + period.start
        assert period.dates.start_month is None or 1 <= period.dates.start_month <= 12
