"""Recognises what kind of thing a sentence asks for: years, degrees, languages, clearances, what the body must do."""

import re
from typing import Final, NamedTuple

from agents.tailoring.lexicon.cues import cue

_NUMBERS: Final = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "a couple of": 2.0, "couple of": 2.0, "a few": 3.0, "several": 3.0,
}  # fmt: skip
_NUMBER: Final = rf"(?:\d{{1,2}}(?:\.\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_YEARS: Final = re.compile(
    rf"(?P<least>{_NUMBER})\s*(?:\(\d{{1,2}}\)\s*)?(?:\+|plus|or more)?"
    rf"(?:\s*(?:-|–|to|or)\s*{_NUMBER}\s*(?:\(\d{{1,2}}\))?)?"
    r"\s*\+?\s*(?:full\s+)?(?:years?|yrs?)\b['’]?(?!\s+(?:of age|old|ago|in a row|anniversary))",
    re.IGNORECASE,
)
_MONTHS: Final = re.compile(r"(?P<months>\d{1,2}) months['’]? (?:of )?(?:\w+ ){0,3}experience", re.IGNORECASE)
_DEGREE: Final = cue("degree-asked")
_DEGREE_FALSE: Final = cue("no-degree")
_COLLEGE: Final = re.compile(
    r"(?:four|two|4|2)-year (?:college|university|degree)|college|university|high school", re.IGNORECASE
)
_OTHER_DEGREES: Final = re.compile(r"(?:\s?/\s?[A-Za-z][\w.-]{0,20}(?: science)?)+(?:\s+degree)?")
_FIELD: Final = re.compile(
    r"\s*(?:degree\s*)?(?:level\s*)?(?:in|within|of)\s+(?P<field>[A-Za-z][\w &/-]{2,50}?)"
    r"(?=[,.;:()]|\s+(?:or|and|with|from|at|is)\b|$)"
)
_LANGUAGE: Final = cue("language-level")
_CLEARANCE: Final = cue("clearance")
_PHYSICAL: Final = cue("physical")


class Years(NamedTuple):
    """A number of years asked for; `phrase` is where it stands."""

    least: float
    start: int
    end: int


def years_asked(text: str) -> Years | None:
    """Find the least years of experience that a sentence asks for."""
    if (
        re.search(
            r"\bexperience|\bexperienced|\bworking as|\bwork history|\bpractice\b|\bwork:|\bminimum\b|\bat least\b",
            text,
            re.IGNORECASE,
        )
        is None
    ):
        return None
    for match in _YEARS.finditer(text):
        word = match["least"].lower()
        return Years(_NUMBERS.get(word) or float(word), match.start(), match.end())
    months = _MONTHS.search(text)
    return Years(round(int(months["months"]) / 12, 2), months.start(), months.end()) if months is not None else None


def degree_asked(text: str) -> str | None:
    """Find the degree that a sentence asks for, with its field: "Degree in Computer Science"."""
    if _DEGREE_FALSE.search(text) is not None:
        return None
    match = _DEGREE.search(text)
    if match is None:
        return None
    if match.group().lower().startswith("graduat"):
        college = _COLLEGE.search(text)
        return college.group() if college is not None else "degree"
    others = _OTHER_DEGREES.match(text, match.end())
    end = others.end() if others is not None else match.end()
    field = _FIELD.match(text, end)
    end = field.end() if field is not None else end
    return text[match.start() : end].strip()


def speaks_of_language(text: str) -> bool:
    """Tell whether a sentence that names English or Danish means the language and how well it is spoken."""
    return _LANGUAGE.search(text) is not None


def clearance_asked(text: str) -> str | None:
    """Find a clearance that a sentence asks for."""
    match = _CLEARANCE.search(text)
    return match.group() if match is not None else None


def is_physical(text: str) -> bool:
    """Tell whether a sentence asks something of the body or the person that no résumé states."""
    return _PHYSICAL.search(text) is not None
