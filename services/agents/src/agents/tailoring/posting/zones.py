"""Tells for each unit of a posting what it speaks of."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from agents.tailoring.posting.units import Unit
from contracts.documents import Span, Zone, ZoneType

_EEO: Final = re.compile(
    r"equal (?:employment )?opportunit|discriminat|regardless of (?:their )?(?:race|age|gender)|irrespective of"
    r"|reasonable accommodation|disability accommodation|protected (?:attribute|status|characteristic|veteran)"
    r"|sexual orientation|gender identity|marital status|diverse and inclusive|celebrate diversity|inclusive environment",
    re.IGNORECASE,
)
_APPLY: Final = re.compile(
    r"\b(?:to apply|apply (?:now|early|via|online|as soon|for this|by|here)|(?:send|submit|attach|upload) (?:us )?(?:your|their|a)\b"
    r".{0,40}\b(?:application|cv|resume|résumé|cover letter)|application (?:deadline|form|will|materials)"
    r"|applications? (?:are|is|will|received|only)|please (?:contact|refrain|note|visit|click)|click (?:the|here|on)"
    r"|deadline(?:s on| for|:)|short-?listed|interview(?:s|ed)? (?:will|may|process|portion)|recruitment process|closing date|hear from you"
    r"|get in touch|contact us|for (?:further|more) information|reading your application|if you have questions"
    r"|further questions|talk to you|eligible list|examination|passing score|written test|filing|civil service rule"
    r"|transcripts?|on-line application|candidates? (?:may|will|must) (?:be|not|file|take|achieve|also)|promotional candidates"
    r"|applicants (?:who|currently|are urged|will|may)|regular appointment|reserve list|inquiries|all information)",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"\bif you (?:have (?:any )?questions|would like to know)|please contact|you may contact|further information|<CONTACT>",
    re.IGNORECASE,
)
_EXAMINED: Final = re.compile(
    r"(?:examined for|including|provided? the|possess the)(?: necessary)? knowledge|knowledge, skills,? and abilities to",
    re.IGNORECASE,
)
_BENEFITS: Final = re.compile(
    r"\b(?:we (?:also )?offer|(?:you|we)(?:'|’| wi)ll (?:get|receive|enjoy|be offered|offer)|in exchange we|competitive (?:salary|pay|benefits)"
    r"|(?:health|dental|vision|life) (?:insurance|assurance|coverage)|paid (?:time off|leave|holidays|vacation)|pension|401\(?k"
    r"|discounts?|bonus(?:es)?|annual leave|vacation days|holiday entitlement|retirement (?:plan|savings)|tuition|parental leave"
    r"|maternity and paternity|free (?:meals|parking|coffee|lunch)|work-life balance|career (?:growth|progression|development)"
    r"|training budget|wellness|flexible (?:working|work hours|hours)|benefits? package|perks|employee (?:benefit|assistance)"
    r"|stock (?:options|purchase)|share scheme|home office|salary sacrifice|relocation (?:package|support)|incentives? scheme"
    r"|opportunity to (?:grow|develop your|buy)|offers? (?:considerable |a (?:good )?|great )?(?:\w+ )?opportunit|look forward to|you get to|be part of|annual salary|per hour|gross\b)",
    re.IGNORECASE,
)
_PREFERRED: Final = re.compile(
    r"\b(?:preferred|preferably|preferable|desirable|desired|(?:is|are|be|as|considered|would be)(?: also)? (?:an? )?(?:\w+ )?(?:plus|bonus"
    r"|advantage|asset|benefit)\b|a plus\b|nice to have|good to have|advantageous|ideally|ideal(?: candidate| if)?|beneficial"
    r"|not (?:a )?requirement|bonus points|an advantage|optimal|would be (?:great|nice|good|ideal)|optional)",
    re.IGNORECASE,
)
_MUST: Final = re.compile(
    r"\b(?:must\b|required|require[sd]?|minimum|at least|essential|mandatory|necessary|prerequisite|need(?:s|ed)? to have|you need"
    r"|shall have|have to have|is a must)\b",
    re.IGNORECASE,
)
_CANDIDATE: Final = re.compile(
    r"\b(?:you (?:have|hold|are|possess|bring|know|speak|master|understand|can (?:document|communicate|work|demonstrate|handle|lead|manage)|show|thrive|use|come|enjoy|must|should|manage|take)\b"
    r"|you(?:'|’)(?:re|ve)\b|the (?:right|successful|ideal) (?:candidate|applicant)|(?:applicants?|candidates?) (?:must|should|with)"
    r"|(?:looking|searching) for (?:an?|someone|somebody|our)\b|seeking (?:an?|our)\b|proven (?:track record|experience)"
    r"|(?:experience|experienced) (?:with|in|of|as|from|working)|(?:knowledge|understanding|command) of|proficien(?:t|cy)|fluen(?:t|cy)"
    r"|familiar(?:ity)? with|ability to|able to|degree (?:in|or|level)|years?(?:['’])? (?:of )?(?:\w+ ){0,3}experience"
    r"|(?:strong|excellent|good|great|solid) [\w /&-]{0,40}skills|passion for|certification|licen[cs]e)\b",
    re.IGNORECASE,
)
_DUTIES: Final = re.compile(
    r"\b(?:you (?:will|would)(?! (?:be (?:part|offered|a member)|get|receive|find|have fun))|you(?:'|’)ll (?!find|have|be joining|feel)|responsible for"
    r"|your (?:role|job|main|primary|key) (?:\w+ )?(?:will|is|are|tasks?|responsibilit)|the role (?:will|involves|includes)"
    r"|duties (?:include|performed)|this role will|expected to|will (?:be )?(?:work|perform|support|lead|manage|report|join|carry)(?:ing)?"
    r"|position (?:that is|is) responsible|performs?\b)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:(?:is|are) (?:a|an|the|one of the) (?:\w+[ ,-]+){0,4}(?:company|leader|provider|operator|group|organi[sz]ation|team|firm|employer|agency"
    r"|manufacturer)|founded in|headquarter|subsidiar|has been providing|offers? an? (?:\w+ ){1,3}service|established|our (?:mission|customers?|clients?|values|products?|software|people|company)|we (?:are|have|believe"
    r"|build|help|work|provide|recogni[sz]e|strive|use|love|monitor|run|produce|craft|fully|care|look after|welcome)\b)",
    re.IGNORECASE,
)
REQUIRING: Final[frozenset[ZoneType]] = frozenset({"duties", "must", "preferred", "title"})
"""Zones that feed requirements; all others are boilerplate."""
_BOILERPLATE: Final[frozenset[ZoneType]] = frozenset({"eeo", "apply", "about"})


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
    boilerplate from then on.
    """
    found: list[Zoned] = []
    heading: ZoneType | None = None
    drift: ZoneType | None = None
    for unit in units:
        if title is not None and unit.start == title.start and len(unit.text.split()) <= _MAX_TITLE_WORDS:
            found.append(Zoned(unit, "title"))
        elif unit.opens is not None:
            heading, drift = unit.opens, None
            found.append(Zoned(unit, unit.opens))
        else:
            zone = _zone(unit.text, heading) if drift is None else _by_cues(unit.text, drift)
            twice = zone == "benefits" and bool(found) and found[-1].zone == "benefits"
            if heading in REQUIRING and (zone in _BOILERPLATE or twice):
                drift = zone
            found.append(Zoned(unit, zone))
    return found


_MAX_TITLE_WORDS: Final = 20


def _zone(text: str, heading: ZoneType | None) -> ZoneType:
    """Give a sentence its zone, under a heading of a zone or under none."""
    if _EEO.search(text):
        return "eeo"
    if _EXAMINED.search(text):
        return "duties"
    if _CONTACT.search(text):
        return "apply"
    if heading in {"eeo", "apply", "pay"}:
        return heading
    if heading in {"must", "preferred", "duties"}:
        return _within_requirements(text, heading)
    if heading == "benefits":
        return _within_benefits(text)
    return _by_cues(text, heading or "about")


def _within_requirements(text: str, heading: ZoneType) -> ZoneType:
    candidate, must = _CANDIDATE.search(text) is not None, _MUST.search(text) is not None
    if _APPLY.search(text) and not candidate:
        return "apply"
    if heading == "duties":
        return heading
    if _BENEFITS.search(text) and not (candidate or must):
        return "benefits"
    if _PREFERRED.search(text):
        return "preferred"
    if _DUTIES.search(text) and not candidate and not must:
        return "duties"
    if _ABOUT.search(text) and not candidate and not must:
        return "about"
    return heading


def _within_benefits(text: str) -> ZoneType:
    if re.search(r"\b(?:applicants?|candidates?) must\b", text):
        return "must"
    return "duties" if _DUTIES.search(text) and _BENEFITS.search(text) is None else "benefits"


def _by_cues(text: str, otherwise: ZoneType) -> ZoneType:
    if _EEO.search(text):
        return "eeo"
    if _APPLY.search(text) or _CONTACT.search(text):
        return "apply"
    benefits, candidate = _BENEFITS.search(text) is not None, _CANDIDATE.search(text) is not None
    if benefits and not candidate:
        return "benefits"
    if candidate and _SPEAKS_OF_ITSELF.match(text) is None:
        return "preferred" if _PREFERRED.search(text) else "must"
    if (
        _PREFERRED.search(text)
        and _MUST.search(text) is None
        and re.search(r"experience|skill|knowledge", text, re.IGNORECASE)
    ):
        return "preferred"
    if _DUTIES.search(text):
        return "duties"
    if _ABOUT.search(text):
        return "about"
    return "must" if _TOLD_TO_CANDIDATE.match(text) else otherwise


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
