"""Writes a period in the one form that people and tracking systems read alike."""

from typing import Final

from contracts.documents import Dates

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_text(dates: Dates) -> str | None:
    """Write a period as "Mon YYYY – Mon YYYY", "YYYY – YYYY", with "Present" where it goes on.

    Returns:
        None where nothing may be rewritten: seasons, single dates, a month on one side only, what could not be read.
    """
    if dates.precision == "season" or dates.start_year is None:
        return None
    if dates.ongoing:
        return f"{_point(dates.start_year, dates.start_month)} – Present"
    if dates.end_year is None or (dates.start_month is None) != (dates.end_month is None):
        return None
    return f"{_point(dates.start_year, dates.start_month)} – {_point(dates.end_year, dates.end_month)}"


def same_period(one: Dates | None, other: Dates | None) -> bool:
    """Tell whether two periods are the same time, however they are written."""
    if one is None or other is None:
        return one is other
    return _time(one) == _time(other)


def _time(dates: Dates) -> tuple[object, ...]:
    return (dates.start_year, dates.start_month, dates.end_year, dates.end_month, dates.ongoing, dates.precision)


def _point(year: int, month: int | None) -> str:
    return f"{MONTHS[month - 1]} {year}" if month is not None else str(year)
