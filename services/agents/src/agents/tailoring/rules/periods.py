"""DAT: periods that can be read, in order and in one form."""

import re
from datetime import date
from typing import Final

from agents.tailoring.evidence.years import month_range
from agents.tailoring.rules.verdict import PASS, Verdict, counted, not_applicable
from agents.tailoring.views import View, ViewEntry
from contracts.documents import Dates, Span

_FAR_FUTURE: Final = date(9998, 1, 1)
_GAP_MONTHS: Final = 6
_OVERLAP_MONTHS: Final = 3
_FORMS: Final = (
    ("month name", re.compile(r"\b[A-Za-z]{3,9}\.? '?\d{2,4}")),
    ("month number", re.compile(r"\b\d{1,2}[/.-]\d{4}")),
    ("year", re.compile(r"\b\d{4}\b")),
)
_SECTION: Final = "experience"


def readable(view: View) -> Verdict:
    """DAT-01: every experience entry has a period that can be read."""
    entries = _roles(view)
    if not entries:
        return not_applicable("No experience entries.")
    unread = [
        entry
        for entry in entries
        if entry.dates is None or (month_range(entry.dates, _FAR_FUTURE) is None and not _turned(entry.dates))
    ]
    if unread:
        return Verdict(
            "fail",
            f"{counted(len(unread), 'role')} of {len(entries)} without a readable period; write 'Mon YYYY – Mon YYYY'.",
            _spans(unread),
            _SECTION,
        )
    return PASS


def possible(view: View, today: date) -> Verdict:
    """DAT-02: no period ends before it starts, none starts in the future."""
    dated = [(entry, entry.dates) for entry in _roles(view) if entry.dates is not None and entry.dates.start_year]
    if not dated:
        return not_applicable("No experience entries with dates.")
    now = (today.year, today.month)
    wrong = [entry for entry, dates in dated if _turned(dates) or (dates.start_year or 0, dates.start_month or 1) > now]
    if wrong:
        return Verdict(
            "fail", f"{counted(len(wrong), 'period')} that cannot be: check start and end.", _spans(wrong), _SECTION
        )
    return PASS


def uniform(view: View) -> Verdict:
    """DAT-03: one form of date, and the newest role first."""
    dated = [(entry, entry.dates) for entry in _roles(view) if entry.dates is not None and entry.dates.start_year]
    if not dated:
        return not_applicable("No experience entries with dates.")
    forms = {form_of(dates) for _, dates in dated}
    ordered = in_reverse(view)
    if len(forms) > 1 and not ordered:
        return Verdict("fail", "Dates in several forms, and roles not newest first.", section=_SECTION)
    if len(forms) > 1:
        return Verdict("warn", f"Dates in {len(forms)} forms; use one.", section=_SECTION)
    if not ordered:
        return Verdict("warn", "Roles are not newest first.", section=_SECTION)
    return PASS


def gapless(view: View, today: date) -> Verdict:
    """DAT-04: report gaps over six months and overlaps over three; they are the candidate's to explain, never fixed."""
    ranges = sorted(
        bounds
        for entry in _roles(view)
        if entry.dates is not None and (bounds := month_range(entry.dates, today)) is not None
    )
    if not ranges:
        return not_applicable("No experience entries with dates.")
    gaps = overlaps = 0
    end = ranges[0][1]
    for start, stop in ranges[1:]:
        gaps += start - end > _GAP_MONTHS
        overlaps += min(end, stop) - start > _OVERLAP_MONTHS
        end = max(end, stop)
    found = [counted(gaps, "gap") + " over 6 months"] if gaps else []
    found += [counted(overlaps, "overlap") + " over 3 months"] if overlaps else []
    return Verdict("warn", f"{' and '.join(found)}; be ready to explain.", section=_SECTION) if found else PASS


def in_reverse(view: View) -> bool:
    """Tell whether every section's experience entries stand newest first; undated ones may stand anywhere."""
    for section in view.sections:
        if section.type != "experience":
            continue
        keys = [recency(entry.dates) for entry in section.entries if entry.dates is not None and entry.dates.start_year]
        if keys != sorted(keys, reverse=True):
            return False
    return True


def recency(dates: Dates) -> tuple[int, int, int, int]:
    """Give what newest-first is ordered by: ongoing before ended, later end first, later start first."""
    if dates.ongoing:
        return (9999, 12, dates.start_year or 0, dates.start_month or 0)
    return (
        dates.end_year or dates.start_year or 0,
        dates.end_month or 12,
        dates.start_year or 0,
        dates.start_month or 0,
    )


def form_of(dates: Dates) -> str:
    """Name the form that a period is written in: by month name, by month number, by year, or another."""
    return next((name for name, pattern in _FORMS if pattern.search(dates.raw)), "other")


def _turned(dates: Dates) -> bool:
    """Tell whether a period ends before it starts."""
    if dates.ongoing or dates.start_year is None or dates.end_year is None:
        return False
    return (dates.end_year, dates.end_month or 12) < (dates.start_year, dates.start_month or 1)


def _roles(view: View) -> list[ViewEntry]:
    return list(view.entries("experience"))


def _spans(entries: list[ViewEntry]) -> tuple[Span, ...]:
    return tuple(span for entry in entries for span in entry.spans)
