"""Cuts a section on education into its degrees."""

import re
from collections.abc import Sequence
from typing import Final

from agents.tailoring.lexicon.cues import cue
from agents.tailoring.reading.dates import Period, periods
from agents.tailoring.reading.lines import TextLine
from agents.tailoring.reading.roles import Role
from agents.tailoring.reading.statements import continues

DEGREE: Final = cue("degree", "marks.txt")
SCHOOL: Final = cue("school", "marks.txt")
_DETAIL: Final = re.compile(
    r"^(?:overall |cumulative )?(?:c?gpa|grade|honou?rs|coursework|relevant|minor|thesis|dean|activities|awards?"
    r"|courses?|concentration|emphasis|specialization)\b",
    re.IGNORECASE,
)
_MAX_HEADER: Final = 30


class _Features:
    """What an entry has so far; an entry has each of these once."""

    def __init__(self) -> None:
        self.degree = self.school = self.date = False

    def takes(self, *, degree: bool, school: bool, date: bool) -> bool:
        """Tell whether a line with these features can belong to the same entry."""
        return not (degree and self.degree) and not (school and self.school) and not (date and self.date)

    def add(self, *, degree: bool, school: bool, date: bool) -> None:
        """Note the features of a line."""
        self.degree |= degree
        self.school |= school
        self.date |= date


def studies(lines: Sequence[TextLine], source: str, width: int) -> tuple[list[TextLine], list[Role]]:
    """Cut a section on education into entries: a new one begins where a degree, school or date comes again.

    Returns:
        The lines before the first entry, and the entries in the order of the text.
    """
    groups: list[tuple[list[TextLine], list[TextLine]]] = []
    before: list[TextLine] = []
    held = _Features()
    for number, line in enumerate(lines):
        wraps = number > 0 and _wraps(lines[number - 1], line, width)
        found = _features(line)
        names = not line.bulleted and not wraps and any(found) and len(line.text.split()) <= _MAX_HEADER
        detail = _DETAIL.match(line.text) is not None and not (found[1] and (found[2] or "|" in line.text))
        degree, school, date = found if names and not detail else (False, False, False)
        if degree or school or date:
            dated = date or _has_date_below(lines, number)
            if not groups or not held.takes(degree=degree, school=school, date=dated):
                groups.append(([], []))
                held = _Features()
            held.add(degree=degree, school=school, date=date)
            header, body = groups[-1]
            (body or header).append(line)
        elif not groups:
            before.append(line)
        elif wraps and not groups[-1][1]:
            groups[-1][0].append(line)
        else:
            groups[-1][1].append(line)
    return before, [Role(tuple(header), _period(header, source), tuple(body)) for header, body in groups]


def _wraps(before: TextLine, line: TextLine, width: int) -> bool:
    if any(period.start == 0 for period in periods(line.text)):
        return False
    if not line.bulleted and not line.gap and before.text.endswith((",", "-", " and", " of", " in")):
        return True
    return continues(before, line, width, bulleted=before.bulleted)


def _has_date_below(lines: Sequence[TextLine], number: int) -> bool:
    """Tell whether a line that stands apart has its date in the line right below it, as "Springfield, IL | 2012"."""
    if not lines[number].gap or number + 1 == len(lines) or lines[number + 1].gap or lines[number + 1].bulleted:
        return False
    return _features(lines[number + 1]) == (False, False, True)


def _features(line: TextLine) -> tuple[bool, bool, bool]:
    text = line.text
    school = SCHOOL.search(text)
    without_school = text if school is None else re.sub(r"\bhigh school\b(?! diploma)", "", text, flags=re.IGNORECASE)
    return DEGREE.search(without_school) is not None, school is not None, bool(periods(text))


def _period(header: Sequence[TextLine], source: str) -> Period | None:
    for line in header:
        for period in periods(line.text, offset=line.start):
            shifted = period._replace(start=line.start + period.start, end=line.start + period.end)
            return _with_expectation(shifted, line, source)
    return None


def _with_expectation(period: Period, line: TextLine, source: str) -> Period:
    """Keep "Expected", "Graduation" and the like with the date: they say what it means."""
    lead = re.search(
        r"(?:expected|anticipated|projected)?\s*(?:graduat(?:ion|ed|ing)|completion)?(?: date)?\s*(?:in|:)?\s*$",
        source[line.start : period.start],
        re.IGNORECASE,
    )
    if lead is None or not lead.group().strip(" :"):
        return period
    start = line.start + lead.start() + (len(lead.group()) - len(lead.group().lstrip()))
    dates = period.dates
    raw = source[start : period.end]
    span = dates.span
    if span is None:
        return period
    return period._replace(
        start=start,
        dates=type(dates)(
            raw=raw,
            start_year=dates.start_year,
            start_month=dates.start_month,
            end_year=dates.end_year,
            end_month=dates.end_month,
            ongoing=dates.ongoing,
            precision=dates.precision,
            span=type(span)(source=span.source, start=start, end=span.end),
        ),
    )
