"""Tells for each unit of a posting what it speaks of."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from agents.tailoring.lexicon.cues import cue
from agents.tailoring.posting.modals import said_of_it
from agents.tailoring.posting.units import Unit
from contracts.documents import Span, Zone, ZoneType

_EEO: Final = cue("eeo")
_APPLY: Final = cue("apply")
_CONTACT: Final = cue("contact")
_EXAMINED: Final = cue("examined")
_BENEFITS: Final = cue("benefits")
_PREFERRED: Final = cue("preferred")
_MUST: Final = cue("must")
_CANDIDATE: Final = cue("candidate")
_DUTIES: Final = cue("duties")
_ABOUT: Final = cue("about")
_CONDITION: Final = cue("condition")
_NOTE: Final = cue("note-heading")
_RELATIVE: Final = re.compile(r"\b(?:where|which|whom)\b.*", re.DOTALL)
_GERUND: Final = re.compile(r"[A-Z][a-z]{2,}ing\b")
REQUIRING: Final[frozenset[ZoneType]] = frozenset({"duties", "must", "preferred", "title"})
"""Zones that feed requirements; all others are boilerplate."""
_BOILERPLATE: Final[frozenset[ZoneType]] = frozenset({"eeo", "apply", "about"})
_MAX_TITLE_WORDS: Final = 20
_QUALITY: Final = re.compile(r"experience|skill|knowledge", re.IGNORECASE)
_SPEAKS_OF_ITSELF: Final = re.compile(
    r"(?:at <|our\b|with our\b|we (?!are (?:looking|searching|seeking|currently)|re\b))", re.IGNORECASE
)
_TOLD_TO_CANDIDATE: Final = re.compile(r"(?:have|speak|possess|hold|be|enjoy|read and write)\b(?! to\b)", re.IGNORECASE)


class Zoned(NamedTuple):
    """A unit with its zone."""

    unit: Unit
    zone: ZoneType


def zoned(units: Iterable[Unit], title: Unit | None) -> list[Zoned]:
    """Give each unit its zone: the heading's above it, unless the sentence speaks plainly of something else.

    Where a list of requirements goes over into boilerplate without a new heading, what says nothing plainly is
    boilerplate from then on. Notes speak of what they stand below, except that notes below requirements require only
    where they say so.
    """
    found: list[Zoned] = []
    heading: ZoneType | None = None
    drift: ZoneType | None = None
    for unit in units:
        if title is not None and unit.start == title.start and _is_title(unit):
            found.append(Zoned(unit, "title"))
        elif unit.heading and heading is not None and heading not in REQUIRING and _NOTE.fullmatch(unit.text):
            found.append(Zoned(unit, heading))
        elif unit.opens is not None:
            heading, drift = unit.opens, None
            found.append(Zoned(unit, unit.opens))
        else:
            zone = _zone(unit.text, heading) if drift is None else _by_cues(unit.text, drift)
            if zone == "about" and found and found[-1].zone == "duties" and _GERUND.match(unit.text):
                zone = "duties"  # a list of deeds, cut into sentences: "You will … by developing …. Assisting in …"
            twice = zone == "benefits" and bool(found) and found[-1].zone == "benefits"
            if heading in REQUIRING and (zone in _BOILERPLATE or twice):
                drift = zone
            found.append(Zoned(unit, zone))
    return found


def _is_title(unit: Unit) -> bool:
    return len(unit.text.split()) <= _MAX_TITLE_WORDS and said_of_it(unit.text) is None


class _Says(NamedTuple):
    """Which cues a sentence has."""

    eeo: bool
    apply: bool
    contact: bool
    examined: bool
    benefits: bool
    preferred: bool
    must: bool
    candidate: bool
    duties: bool
    about: bool


def _says(text: str) -> _Says:
    patterns = (
        _EEO, _APPLY, _CONTACT, _EXAMINED, _BENEFITS, _PREFERRED, _MUST, _CANDIDATE, _DUTIES, _ABOUT,
    )  # fmt: skip
    return _Says(*(pattern.search(text) is not None for pattern in patterns))


def _zone(text: str, heading: ZoneType | None) -> ZoneType:
    """Give a sentence its zone, under a heading of a zone or under none."""
    says = _says(text)
    plainly: tuple[tuple[bool, ZoneType], ...] = (
        (says.eeo, "eeo"),
        (says.examined, "duties"),
        (says.contact, "apply"),
    )
    for holds, zone in plainly:
        if holds:
            return zone
    match heading:
        case "apply" if _CONDITION.search(text):
            return "must"
        case "eeo" | "apply" | "pay":
            return heading
        case "must" | "preferred" | "duties":
            return _within_requirements(says, heading)
        case "benefits":
            return _within_benefits(says, text)
        case _:
            return _by_cues(text, heading or "about")


def _within_requirements(says: _Says, heading: ZoneType) -> ZoneType:
    """Give a sentence under a heading of requirements its zone: the first line that holds, else the heading's."""
    asks = says.candidate or says.must
    lines: tuple[tuple[bool, ZoneType], ...] = (
        (heading == "duties" and says.duties, "duties"),
        (says.apply and not says.candidate, "apply"),
        (heading == "duties", "duties"),
        (says.benefits and not asks, "benefits"),
        (says.preferred, "preferred"),
        (says.duties and not asks, "duties"),
        (says.about and not asks, "about"),
    )
    return next((zone for holds, zone in lines if holds), heading)


def _within_benefits(says: _Says, text: str) -> ZoneType:
    if re.search(r"\b(?:applicants?|candidates?) must\b", text):
        return "must"
    tells_of_duties = says.duties and _DUTIES.search(_RELATIVE.sub("", text)) is not None
    return "duties" if tells_of_duties and not says.benefits else "benefits"


def _by_cues(text: str, otherwise: ZoneType) -> ZoneType:
    """Give a sentence under no heading that helps its zone: the first line that holds."""
    says = _says(text)
    speaks_of_you = says.candidate and _SPEAKS_OF_ITSELF.match(text) is None
    would_like = says.preferred and not says.must and _QUALITY.search(text) is not None
    lines: tuple[tuple[bool, ZoneType], ...] = (
        (says.eeo, "eeo"),
        (says.apply or says.contact, "apply"),
        (says.benefits and not says.candidate, "benefits"),
        (speaks_of_you and says.preferred, "preferred"),
        (speaks_of_you, "must"),
        (would_like, "preferred"),
        (says.duties, "duties"),
        (says.about, "about"),
        (_TOLD_TO_CANDIDATE.match(text) is not None, "must"),
    )
    return next((zone for holds, zone in lines if holds), said_of_it(text) or otherwise)


def level_cue(text: str) -> str | None:
    """Tell the level that a sentence itself names: `preferred`, `must`, or None."""
    if _PREFERRED.search(text):
        return "preferred"
    return "must" if _MUST.search(text) else None


def merged(units: Iterable[Zoned]) -> list[Zone]:
    """Join neighbouring units of one zone to zones, in the order of the text."""
    found: list[Zone] = []
    for unit, zone in units:
        if found and found[-1].type == zone:
            span = Span(source="posting", start=found[-1].span.start, end=unit.end)
            found[-1] = Zone(type=zone, span=span)
        else:
            found.append(Zone(type=zone, span=Span(source="posting", start=unit.start, end=unit.end)))
    return found
