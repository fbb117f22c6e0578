"""Makes requirements of the sentences that ask for something."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from agents.tailoring.lexicon import Hit, Lexicon
from agents.tailoring.lexicon.cues import cue
from agents.tailoring.posting.kinds import clearance_asked, degree_asked, is_physical, speaks_of_language, years_asked
from agents.tailoring.posting.modals import is_denied, is_spoken_of
from agents.tailoring.posting.phrases import Phrase, cued_phrases, duty_phrases
from agents.tailoring.posting.zones import REQUIRING, Zoned, level_cue
from contracts.documents import RequirementKind, RequirementLevel

_ALTERNATIVES: Final = cue("alternatives")
_LIST_GAP: Final = re.compile(
    r"\s*(?:[,/;|]|\bor\b|\band/or\b|,\s*or\b|\band\b|,\s*and\b|&)\s*(?:\b(?:or|and|an?|the)\b\s*)?", re.IGNORECASE
)
_OR_GAP: Final = re.compile(r"\bor\b|/", re.IGNORECASE)
_BLANK_GAP: Final = re.compile(r"\s+")
_OF_SOME_POSTS: Final = cue("of-some-posts")
_ASKS_NOTHING: Final = cue("asks-nothing")
_KIND_OF: Final[dict[str, RequirementKind]] = {
    "tool": "skill", "skill": "skill", "soft": "soft", "cert": "cert", "licence": "licence", "language": "language",
}  # fmt: skip
_MAX_YEARS_TERMS: Final = 4
_MAX_DUTY_TERMS: Final = 3
_A_NAME_ALONE: Final = 3
_LEVELS: Final[dict[str, RequirementLevel]] = {
    "must": "must",
    "preferred": "preferred",
    "duties": "implicit",
    "title": "must",
}


class Asked(NamedTuple):
    """A requirement before it is weighed against the whole posting."""

    text: str
    start: int
    end: int
    level: RequirementLevel
    kind: RequirementKind
    terms: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    years: float | None = None


def asked(units: Iterable[Zoned], lexicon: Lexicon) -> list[Asked]:
    """List what the posting asks for, in its order; only zones that require are read."""
    found: list[Asked] = []
    for unit, zone in units:
        if zone in REQUIRING and zone != "title" and not unit.heading and not _asks_nothing(unit.text):
            level = _level(unit.text, zone)
            found.extend(
                one._replace(text=unit.text, start=unit.start, end=unit.end)
                for one in _of_sentence(unit.text, level, lexicon)
            )
    return found


def _asks_nothing(text: str) -> bool:
    return is_denied(text) or _ASKS_NOTHING.search(text) is not None


def _level(text: str, zone: str) -> RequirementLevel:
    if zone == "must" and _OF_SOME_POSTS.search(text) is not None:
        return "preferred"  # nobody is kept out by what only another post of the same kind requires
    cue = level_cue(text)
    if cue == "preferred" and zone != "duties":
        return "preferred"
    if (
        cue == "must"
        and zone == "duties"
        and re.search(r"\b(?:must|required|essential|mandatory)\b", text, re.IGNORECASE)
    ):
        return "must"
    return _LEVELS[zone]


def _of_sentence(text: str, level: RequirementLevel, lexicon: Lexicon) -> Iterator[Asked]:
    hits = lexicon.find(text)
    years = years_asked(text)
    if years is not None:
        domain = [hit.term for hit in hits if lexicon.kind(hit.term) in {"tool", "skill", "licence"}]
        yield Asked(text, 0, 0, level, "years", tuple(dict.fromkeys(domain))[:_MAX_YEARS_TERMS], years=years.least)
    degree = degree_asked(text)
    if degree is not None:
        yield Asked(text, 0, 0, level, "degree", (degree,))
    clearance = clearance_asked(text)
    if clearance is not None:
        yield Asked(text, 0, 0, level, "clearance", (clearance,))
    named = list(_named(text, level, hits, lexicon))
    yield from named
    cued = [phrase for phrase in cued_phrases(text, lexicon.zipf) if not _overlaps(phrase, hits)]
    if cued and degree is None:
        yield Asked(text, 0, 0, level, "skill", tuple(dict.fromkeys(phrase.text for phrase in cued)))
    elif not named and degree is None and clearance is None and years is None:
        yield from _rest(text, level, hits, lexicon)


def _rest(text: str, level: RequirementLevel, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Asked]:
    """Make a requirement of a sentence that names nothing that we know: a duty with its telling phrases."""
    if is_physical(text):
        yield Asked(text, 0, 0, level, "physical")
        return
    phrases = [phrase for phrase in duty_phrases(text, lexicon.zipf) if not _overlaps(phrase, hits)]
    if phrases:
        terms = tuple(dict.fromkeys(phrase.text for phrase in phrases[:_MAX_DUTY_TERMS]))
        yield Asked(text, 0, 0, level, "duty", terms)


def _overlaps(phrase: Phrase, hits: Iterable[Hit]) -> bool:
    return any(hit.start < phrase.end and phrase.start < hit.end for hit in hits)


def _named(text: str, level: RequirementLevel, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Asked]:
    """Make requirements of the terms of a sentence: alternatives one each, all others one of each kind."""
    alone = len(text.split()) <= _A_NAME_ALONE
    speaks = alone or speaks_of_language(text)
    kept = [hit for hit in hits if lexicon.kind(hit.term) != "language" or speaks or is_spoken_of(text, hit.end)]
    groups = _groups(text, kept)
    single: dict[RequirementKind, list[str]] = {}
    for group in groups:
        terms = list(dict.fromkeys(hit.term for hit in group))
        kind = _KIND_OF[lexicon.kind(terms[0])]
        if len(terms) > 1 and _are_alternatives(text, group):
            yield Asked(text, 0, 0, level, kind, any_of=tuple(terms))
        else:
            for term in terms:
                single.setdefault(_KIND_OF[lexicon.kind(term)], []).append(term)
    for kind, terms in single.items():
        yield Asked(text, 0, 0, level, kind, tuple(dict.fromkeys(terms)))


def _groups(text: str, hits: Sequence[Hit]) -> list[list[Hit]]:
    """Group neighbouring hits that only commas, slashes, "and" or "or" part."""
    groups: list[list[Hit]] = []
    for hit in hits:
        if groups and _LIST_GAP.fullmatch(text, groups[-1][-1].end, hit.start):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _are_alternatives(text: str, group: Sequence[Hit]) -> bool:
    """Tell whether one of a group is enough: "A, B or C", "such as A, B", "one of A and B"."""
    gaps = [text[before.end : after.start] for before, after in pairwise(group)]
    if any(re.search(r"\band\b", gap) and not re.search(r"\bor\b", gap) for gap in gaps):
        lead = text[max(0, group[0].start - 30) : group[0].start]
        return re.search(r"\b(?:one of|one or more|any of|at least one|either)\b", lead, re.IGNORECASE) is not None
    if _OR_GAP.search(gaps[-1]):
        return True
    return _ALTERNATIVES.search(text, max(0, group[0].start - 30), group[0].start) is not None
