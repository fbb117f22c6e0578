"""Finds dates and periods: "Oct. 2021 – Current", "07/2009 to 07/2014", "Summer 2013", "August '12 -'14"."""

import re
from typing import Final, Literal, NamedTuple

from contracts.documents import Dates, SourceKind, Span

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS: Final = {"winter": 1, "spring": 3, "summer": 6, "fall": 9, "autumn": 9}
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NOW: Final = (
    r"heute|présent|aujourd['’]hui|actuellement|(?:la\s)?actualidad|presente|obecnie|teraz|oggi|atual|heden"
    r"|сейчас|настоящее\sвремя|至今|现在|現在|현재|(?:حتى\s)?الآن"  # noqa: RUF001, other scripts are meant
)
"""What "present" is called elsewhere."""
_ELSEWHERE: Final = (
    r"januar|februar|märz|mai|juni|juli|oktober|dezember"
    r"|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|styczeń|luty|marzec|kwiecień|maj|czerwiec|lipiec|sierpień|wrzesień|październik|listopad|grudzień"
)
"""Months that are called otherwise: they stay with their year, which alone is read."""
_YEAR: Final = r"(?:19[4-9]\d|20\d\d)"
_ATOM: Final = re.compile(
    rf"""
    (?<![\w$€£%.])(?:
      (?P<month>{_MONTH})\b\.?(?:
          ,?\s{{1,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,\s?)?(?P<year_of_month>{_YEAR})(?!\d)
        | (?:\s?['’]|[-/])(?P<short_of_month>\d\d)(?!\d)
      )
    | (?P<season>spring|summer|fall|autumn|winter)\s(?:of\s)?(?P<year_of_season>{_YEAR})(?!\d)
    | (?:\d{{1,2}}\s?/\s?)?(?P<number>0?[1-9]|1[0-2])\s?[/.]\s?(?P<year_of_number>{_YEAR})(?!\d)
    | (?P<iso_year>{_YEAR})-(?P<iso_month>0[1-9]|1[0-2])(?!\d)(?:-\d\d(?!\d))?
    | (?:(?:{_ELSEWHERE})\.?\s(?:de\s)?)?(?P<year>{_YEAR})(?:年(?:\s?\d{{1,2}}\s?月)?|(?![\w%+$]))
    | (?P<now>present|current(?:ly)?|now|today|till\sdate|to\sdate|till\snow|ongoing|date|{_NOW})\b
    | (?P<bare_month>{_MONTH})\b\.?
    | ['’](?P<short>\d\d)(?!\d)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"\s*(?:[-–—−~]{1,2}|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b)\s*", re.IGNORECASE)
_TILL: Final = re.compile(r"\s+", re.IGNORECASE)
_SINCE: Final = re.compile(r"\b(?:since|from)\s+$", re.IGNORECASE)
_OPEN: Final = re.compile(r"\s*(?:[-–—]|\bto\b)\s*$", re.IGNORECASE)
_PIVOT: Final = 50
_SINCE_LENGTH: Final = 8


class _Atom(NamedTuple):
    kind: Literal["point", "now", "month", "short"]
    start: int
    end: int
    year: int | None
    month: int | None
    precision: Literal["month", "season", "year"]


class Period(NamedTuple):
    """A date or a period in a text: `text[start:end]` is `dates.raw`. `whole`: it has a beginning and an end."""

    dates: Dates
    start: int
    end: int
    whole: bool


def periods(text: str, source: SourceKind = "resume", offset: int = 0) -> list[Period]:
    """Find dates and periods, in the order of the text. `offset` is where the text begins in its source.

    A single date is a beginning: `end_year` is None, and `ongoing` only where the text says "since" or leaves the end
    open.
    """
    atoms = [_atom(match) for match in _ATOM.finditer(text)]
    found: list[Period] = []
    number = 0
    while number < len(atoms):
        first = atoms[number]
        second = atoms[number + 1] if number + 1 < len(atoms) else None
        if second is not None and _joined(text, first, second):
            found.append(_period(text, first, second, source, offset))
            number += 2
            continue
        if first.kind == "point":
            found.append(_single(text, first, source, offset))
        number += 1
    return found


def _joined(text: str, first: _Atom, second: _Atom) -> bool:
    between = text[first.end : second.start]
    if first.kind not in {"point", "month"} or second.kind == "month" or "\n\n" in between:
        return False
    if first.kind == "month" and second.kind != "point":
        return False
    if second.kind == "now" and text[second.start : second.end].lower().startswith("till"):
        return _TILL.fullmatch(between) is not None
    if first.precision == "season" and second.precision == "year" and between.strip() == ",":
        return True
    return _BETWEEN.fullmatch(between) is not None


def _atom(match: re.Match[str]) -> _Atom:  # noqa: PLR0911, one for each form of a date
    start, end = match.span()
    if match["now"]:
        return _Atom("now", start, end, None, None, "month")
    if match["bare_month"]:
        return _Atom("month", start, end, None, _month_number(match["bare_month"]), "month")
    if match["short"]:
        return _Atom("short", start, end, _full_year(match["short"]), None, "year")
    if match["month"]:
        year = int(match["year_of_month"]) if match["year_of_month"] else _full_year(match["short_of_month"])
        return _Atom("point", start, end, year, _month_number(match["month"]), "month")
    if match["season"]:
        season = _SEASONS[match["season"].lower()]
        return _Atom("point", start, end, int(match["year_of_season"]), season, "season")
    if match["number"]:
        return _Atom("point", start, end, int(match["year_of_number"]), int(match["number"]), "month")
    if match["iso_year"]:
        return _Atom("point", start, end, int(match["iso_year"]), int(match["iso_month"]), "month")
    return _Atom("point", start, end, int(match["year"]), None, "year")


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _full_year(short: str) -> int:
    return (2000 if int(short) < _PIVOT else 1900) + int(short)


def _period(text: str, first: _Atom, second: _Atom, source: SourceKind, offset: int) -> Period:
    ongoing = second.kind == "now"
    year = first.year if first.kind == "point" else second.year
    coarse: Literal["month", "season", "year"] = "month"
    for precision in (first.precision, second.precision):
        if precision == "year" or (precision == "season" and coarse == "month"):
            coarse = precision
    dates = Dates(
        raw=text[first.start : second.end],
        start_year=year,
        start_month=first.month,
        end_year=None if ongoing else second.year,
        end_month=None if ongoing else second.month,
        ongoing=ongoing,
        precision=coarse,
        span=Span(source=source, start=offset + first.start, end=offset + second.end),
    )
    return Period(dates, first.start, second.end, whole=True)


def _single(text: str, atom: _Atom, source: SourceKind, offset: int) -> Period:
    start, end = atom.start, atom.end
    since = _SINCE.search(text, max(0, atom.start - _SINCE_LENGTH), atom.start)
    open_end = _OPEN.match(text, atom.end)
    ongoing = since is not None
    if since is not None:
        start = since.start()
    elif open_end is not None and atom.end < len(text):
        ongoing, end = True, open_end.end()
    dates = Dates(
        raw=text[start:end],
        start_year=atom.year,
        start_month=atom.month,
        ongoing=ongoing,
        precision=atom.precision,
        span=Span(source=source, start=offset + start, end=offset + end),
    )
    return Period(dates, start, end, whole=ongoing)
