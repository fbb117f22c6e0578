"""How long somebody has done something: the union of periods, counted in months."""

from collections.abc import Iterable
from datetime import date

from contracts.documents import Dates

_MONTHS = 12


def experience_months(periods: Iterable[Dates], today: date) -> int:
    """Count the months that periods cover together, overlaps once.

    A period without month counts from January to January, so 2018 – 2022 is four years. A month is counted at its
    beginning: 07/2009 – 07/2014 is five years. A period that cannot be read counts nothing.
    """
    ranges = sorted(bounds for period in periods if (bounds := month_range(period, today)) is not None)
    total = 0
    covered_to: int | None = None
    for start, end in ranges:
        begin = start if covered_to is None else max(start, covered_to)
        total += max(0, end - begin)
        covered_to = end if covered_to is None else max(covered_to, end)
    return total


def experience_years(periods: Iterable[Dates], today: date) -> int:
    """Count whole years, rounded down: never more than was worked."""
    return experience_months(periods, today) // _MONTHS


def month_range(period: Dates, today: date) -> tuple[int, int] | None:
    """Give a period as half-open months since year 0; None where it has no beginning or no end, or is turned round."""
    if period.start_year is None:
        return None
    start = period.start_year * _MONTHS + (period.start_month or 1) - 1
    if period.ongoing:
        end = today.year * _MONTHS + today.month - 1
    elif period.end_year is not None:
        end = period.end_year * _MONTHS + (period.end_month or 1) - 1
    else:
        return None
    return (start, end) if start <= end else None
