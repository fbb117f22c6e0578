"""Finds out what job a posting is about: title, company, place, seniority, surroundings."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from agents.tailoring.lexicon.cues import families
from agents.tailoring.lexicon.titles import is_title_head, title_run
from agents.tailoring.lexicon.words import words
from agents.tailoring.posting.units import Unit
from agents.tailoring.reading.fields import segments_of, without_place
from agents.tailoring.reading.lines import text_lines
from agents.tailoring.reading.statements import statement

_LABEL: Final = re.compile(
    r"(?:job|position|role)(?: title| description)?\s*:\s*|title\s*:\s*|vacancy\s*:\s*", re.IGNORECASE
)
_TITLE_LABEL: Final = re.compile(
    r"^(?:(?:job|position|role) title|title|vacancy)\s*:\s*(?P<title>\S.{2,80})$", re.IGNORECASE | re.MULTILINE
)
_SOUGHT: Final = re.compile(
    r"(?:looking|searching|hiring|seeking|recruiting)(?: to (?:hire|recruit))?(?: for)?"
    r"(?: an?| our next| our| several)?\s+"
    r"(?:(?:skilled|talented|experienced|passionate|motivated|dedicated|incredible|qualified|and|full-time|part-time)\s+)*"
    r"(?P<title>(?:[A-Z][\w+#./&-]*(?:\s+|$)|\([A-Za-z/ ]{1,20}\)\s*){1,7})"
)
_TAIL: Final = re.compile(
    r"\s*(?:\([^()]*(?:year|experience|cover|m/f|contract|remote|hybrid|time)[^()]*\)|<\w+>.*|\s[-–—|]\s.*|,\s.*)$",
    re.IGNORECASE,
)
_SENIORITY: Final = families("seniority")
_ENVIRONMENT: Final = families("environment")
_NAME: Final = r"[A-Z0-9][\w&.'’-]*(?: [A-Z0-9][\w&.'’-]*){0,4}"
_BUSINESS: Final = (
    r"(?:company|provider|employer|leader|organi[sz]ation|subsidiary|firm|group|agency|operator|mission|equal)"
)
_COMPANY: Final = (
    re.compile(rf"(?m)^(?:Company|Employer|Organi[sz]ation)(?: name)?\s*:\s*(?P<name>{_NAME})$"),
    re.compile(rf"(?m)^About (?P<name>(?!Us\b|You\b|The\b|Our\b|Me\b){_NAME}):?$"),
    re.compile(rf"\bAt (?P<name>{_NAME}),? (?:we|you)\b"),
    re.compile(rf"(?m)(?:^|\. )(?:The )?(?P<name>{_NAME}) is (?:an?|the|one of)\b(?= (?:\w+[ ,-]+){{0,6}}{_BUSINESS})"),
    re.compile(
        rf"\b(?P<name>(?:(?:City|County|State|University|Bank) of )?{_NAME})"
        r" (?:is proud to be|is an equal|does not discriminate)"
    ),
)
_NOT_A_NAME: Final = frozenset(
    {"We", "You", "This", "It", "There", "Our", "That", "The", "Here", "Who", "What", "Position", "Job", "Candidate"}
)
_MAX_TITLE_WORDS: Final = 9
_FIRST_LINES: Final = 6
_MAX_LINE: Final = 200


class Identity(NamedTuple):
    """What a posting says of the job as a whole."""

    title: str | None
    company: str | None
    location: str | None
    seniority: str | None
    environment: list[str]
    title_unit: Unit | None
    """The unit that the title was read from, if it stands at the top."""


def identity(units: Sequence[Unit], text: str) -> Identity:
    """Find title, company, place, seniority and surroundings; what is not said is None."""
    title, unit = _title(units, text)
    return Identity(title, _company(text), _location(text), _seniority(title, text), environment(text), unit)


def _title(units: Sequence[Unit], text: str) -> tuple[str | None, Unit | None]:
    top = next((unit for unit in units if not unit.heading), None)
    labelled = _TITLE_LABEL.search(text)
    if top is not None and len(top.text.split()) <= _MAX_TITLE_WORDS + 4:
        bare = _bare_title(_LABEL.sub("", top.text, count=1))
        if _names_a_job(bare) and not top.text.rstrip().endswith((".", "!", "?")):
            return bare, top
    if labelled is not None and _names_a_job(labelled["title"]):
        return _bare_title(labelled["title"]), None
    for sought in _SOUGHT.finditer(text):
        bare = _bare_title(sought["title"].strip(" .,-"))
        if _names_a_job(bare):
            return bare, None
    leading = _leading_title(top.text) if top is not None else None
    return leading, top if leading is not None else None


def _bare_title(text: str) -> str:
    bare = text.strip()
    while (shorter := _TAIL.sub("", bare).strip()) != bare and shorter:
        bare = shorter
    return bare.strip(" :-–—,.")


def _names_a_job(text: str) -> bool:
    listed = words(text)
    return 0 < len(listed) <= _MAX_TITLE_WORDS and any(is_title_head(token.text) for token in listed)


def _leading_title(text: str) -> str | None:
    """Take a title that a sentence begins with: "Full-Time Chauffeurs are wanted"."""
    head = re.match(r"(?:[A-Z][\w+#/&.-]*\s+){1,6}", text)
    if head is None:
        return None
    run = title_run(head.group())
    return head.group()[run[0] : run[1]] if run is not None else None


def _company(text: str) -> str | None:
    for pattern in _COMPANY:
        for match in pattern.finditer(text):
            name = match["name"].strip(" .,")
            if name.split()[0] not in _NOT_A_NAME and "<" not in name and not name.isupper():
                return name
    return None


def _location(text: str) -> str | None:
    labelled = re.search(r"(?m)^(?:Job )?Location\s*:\s*(?P<place>\S.{2,60})$", text)
    if labelled is not None:
        return labelled["place"].strip(" .!")
    for line in text_lines(text)[:_FIRST_LINES]:
        if len(line.text) > _MAX_LINE:
            continue
        place, _ = without_place(segments_of(statement(text, line.start, line.end), text), text)
        if place is not None and "," in place.text:
            return place.text
    return None


def _seniority(title: str | None, text: str) -> str | None:
    level = re.search(r"(?:Experience|Seniority) level\s*:?\s*(?P<level>[^\n]{3,40})", text)
    for stretch in (title, level["level"] if level is not None else None):
        for name, pattern in _SENIORITY:
            if stretch is not None and pattern.search(stretch):
                return name
    return None


def environment(text: str) -> list[str]:
    """List the surroundings of the work that a posting names, in a fixed order."""
    return [name for name, pattern in _ENVIRONMENT if pattern.search(text)]
