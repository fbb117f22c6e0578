"""Makes entries of a section's lines: roles, degrees, projects."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from agents.tailoring.reading.dates import Period
from agents.tailoring.reading.degrees import studies
from agents.tailoring.reading.fields import Fields, fields, trimmed
from agents.tailoring.reading.lines import TextLine
from agents.tailoring.reading.roles import DURATION, Role, roles
from agents.tailoring.reading.schooling import school_fields
from agents.tailoring.reading.statements import Statement, join_lines, sentences
from contracts.documents import Bullet, Dates, Entry, SectionType, Span

_CLOSING: Final = re.compile(r"[^()\[\]\n]{0,30}[)\]]")
DATED: Final[frozenset[SectionType]] = frozenset({"experience", "volunteering", "projects"})


class Ids:
    """Hands out ids in the order of reading: `s1`, `e1`, `b1` and so on."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, prefix: str) -> str:
        """Give the next id of a kind."""
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]}"


def read_entries(
    lines: Sequence[TextLine], section: SectionType, source: str, width: int, ids: Ids
) -> tuple[list[Entry], list[Bullet]]:
    """Read the entries of a section, and its lines that are in no entry."""
    if section in DATED:
        before, cut = roles(lines, source)
    elif section == "education":
        before, cut = studies(lines, source, width)
    else:
        before, cut = list(lines), []
    loose = [_bullet(part, ids) for part in join_lines(before, source, width)]
    title_first = True if section == "projects" else _habit(cut, section, source)
    return [_entry(role, section, source, width, ids, title_first=title_first) for role in cut], loose


def _habit(cut: Sequence[Role], section: SectionType, source: str) -> bool | None:
    """Tell whether the headers here begin with the title, where it can be told of most of them."""
    told: list[bool] = []
    for role in cut:
        read = _header_fields(role, section, source, title_first=None)
        if read.title is not None and read.org is not None:
            told.append(read.title.start < read.org.start)
    return 2 * sum(told) > len(told) if told else None


def _header_fields(role: Role, section: SectionType, source: str, *, title_first: bool | None) -> Fields:
    stretches = list(_without_period(role, source))
    if section == "education":
        return school_fields(stretches, source)
    read = fields(stretches, source, title_first=title_first)
    if section == "projects" and read.title is None:  # a project has a name, and seldom an organisation
        return read._replace(title=read.org, org=None)
    return read


def _without_period(role: Role, source: str) -> Iterator[Statement]:
    """Yield the stretches of a header beside its period."""
    for line in role.header:
        if role.period is None or role.period.end <= line.start or role.period.start >= line.end:
            yield trimmed(source, line.start, line.end)
            continue
        cut_start, cut_end = _with_brackets(role.period, source)
        for start, end in ((line.start, cut_start), (cut_end, line.end)):
            if start < end and (part := trimmed(source, start, end)).text:
                yield part


def _with_brackets(period: Period, source: str) -> tuple[int, int]:
    """Give where a period begins and ends with the brackets around it: "(2017 to 2019)", "(2017 to 2019, 2 years)"."""
    start, end = period.start, period.end
    lead = source[:start].rstrip()
    close = _CLOSING.match(source, end)
    if lead.endswith(("(", "[")) and close is not None:
        return len(lead) - 1, close.end()
    duration = DURATION.match(source, end)
    return start, duration.end() if duration is not None else end


def _entry(role: Role, section: SectionType, source: str, width: int, ids: Ids, *, title_first: bool | None) -> Entry:
    read = _header_fields(role, section, source, title_first=title_first)
    bullets = list(read.rest)
    for part in join_lines(role.body, source, width):
        bulleted = source.startswith("• ", max(0, part.start - 2))
        bullets.extend([part] if bulleted or section == "education" else sentences(part, source))
    every = [*role.header, *role.body]
    return Entry(
        id=ids.next("e"),
        org=read.org.text if read.org else None,
        title=read.title.text if read.title else None,
        location=read.location.text if read.location else None,
        dates=_dates(role, section),
        bullets=[_bullet(part, ids) for part in bullets],
        span=Span(source="resume", start=every[0].start, end=every[-1].end),
    )


def _dates(role: Role, section: SectionType) -> Dates | None:
    """Give an entry's dates. A degree's single date is its end, a role's is its beginning."""
    if role.period is None:
        return None
    dates = role.period.dates
    if section == "education" and not role.period.whole:
        return msgspec.structs.replace(
            dates, start_year=None, start_month=None, end_year=dates.start_year, end_month=dates.start_month
        )
    return dates


def _bullet(part: Statement, ids: Ids) -> Bullet:
    return Bullet(id=ids.next("b"), text=part.text, span=part.span())
