"""Weighs what was asked against the whole posting, and sorts its terms into tiers of keywords."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from agents.tailoring.lexicon import Lexicon, stem, words
from agents.tailoring.posting.requirements import Asked
from contracts.documents import Keyword, Keywords, Requirement, RequirementKind, RequirementLevel, Span

LEVEL_WEIGHT: Final[dict[RequirementLevel, float]] = {"must": 3.0, "preferred": 1.0, "implicit": 0.5}
_REPEAT_STEP: Final = 0.25
_MOST_REPEATS: Final = 2
_TITLE_FACTOR: Final = 1.5
_KEYWORD_KINDS: Final[frozenset[RequirementKind]] = frozenset({"skill", "cert", "licence", "language", "soft"})
_MAX_KEYWORD_WORDS: Final = 4


def weigh(every: Sequence[Asked], title: str | None, lexicon: Lexicon) -> list[Requirement]:
    """Make requirements with ids `r1`, `r2`, … in the order of the posting, what is asked twice once."""
    merged = _merged(every)
    repeats = Counter(term for one in every for term in {*one.terms, *one.any_of})
    in_title = {hit.term for hit in lexicon.find(title)} if title else set()
    title_stems = {stem(token.text) for token in words(title)} if title else set()
    found: list[Requirement] = []
    for number, one in enumerate(merged, 1):
        terms = [*one.terms, *one.any_of]
        times = max((repeats[term] for term in terms), default=1)
        titled = one.kind != "years" and any(term in in_title or _within(term, title_stems) for term in terms)
        found.append(
            Requirement(
                id=f"r{number}",
                text=one.text,
                span=Span(source="posting", start=one.start, end=one.end),
                level=one.level,
                kind=one.kind,
                terms=list(one.terms),
                any_of=list(one.any_of),
                years=one.years,
                weight=_weight(one.level, times, titled=titled),
                in_title=titled,
                repeats=times,
            )
        )
    return found


def _weight(level: RequirementLevel, repeats: int, *, titled: bool) -> float:
    """Weigh: level times (1 + 0.25 * min(2, repeats - 1)), times 1.5 if the title names it."""
    weight = LEVEL_WEIGHT[level] * (1 + _REPEAT_STEP * min(_MOST_REPEATS, repeats - 1))
    return round(weight * (_TITLE_FACTOR if titled else 1.0), 4)


def _within(term: str, title_stems: set[str]) -> bool:
    stems = {stem(token.text) for token in words(term)}
    return bool(stems) and stems <= title_stems


def _merged(every: Sequence[Asked]) -> list[Asked]:
    """Let each term be asked once: at the highest level that the posting asks for it, and there where it does so first.

    What is left without a term was said before, and is left out. Alternatives stay together; a term that is asked
    among alternatives and on its own is asked twice.
    """
    by_level = sorted(range(len(every)), key=lambda number: (-LEVEL_WEIGHT[every[number].level], number))
    claimed: set[tuple[RequirementKind, object]] = set()
    kept: dict[int, Asked] = {}
    for number in by_level:
        one = every[number]
        if one.any_of or one.years is not None or not one.terms:
            key: tuple[RequirementKind, object] = (one.kind, frozenset(one.any_of) or one.years or one.text)
            if key not in claimed:
                claimed.add(key)
                kept[number] = one
            continue
        fresh = tuple(term for term in one.terms if (one.kind, term.lower()) not in claimed)
        if fresh:
            claimed.update((one.kind, term.lower()) for term in fresh)
            kept[number] = one._replace(terms=fresh)
    return [kept[number] for number in sorted(kept)]


def tiers(requirements: Iterable[Requirement], lexicon: Lexicon) -> Keywords:
    """Sort the terms, each once, at its best: P1 required or in the title, P2 preferred or repeated, P3 the rest."""
    best: dict[str, tuple[int, str]] = {}
    for requirement in requirements:
        if requirement.kind not in _KEYWORD_KINDS:
            continue
        for term in (*requirement.terms, *requirement.any_of):
            tier = _tier(requirement)
            if len(term.split()) <= _MAX_KEYWORD_WORDS and (term not in best or tier < best[term][0]):
                best[term] = (tier, requirement.id)
    listed: tuple[list[Keyword], list[Keyword], list[Keyword]] = ([], [], [])
    for term, (tier, requirement_id) in best.items():
        variants = [name for name in lexicon.variants(term) if name != term]
        listed[tier - 1].append(Keyword(term=term, variants=variants, requirement_id=requirement_id))
    return Keywords(p1=listed[0], p2=listed[1], p3=listed[2])


def _tier(requirement: Requirement) -> int:
    soft = requirement.kind == "soft"
    if (requirement.level == "must" and not soft) or requirement.in_title:
        return 1
    return (
        2
        if requirement.level == "preferred" or requirement.repeats > 1 or (soft and requirement.level == "must")
        else 3
    )
