"""Says a thing with the posting's name for it, beside the résumé's own: "JavaScript (JS)"."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from agents.tailoring.guard.document import IDENTITY_SECTIONS
from agents.tailoring.language import word_list
from agents.tailoring.lexicon import Hit, fold, words
from agents.tailoring.planning.proposal import Desk, Proposal
from agents.tailoring.text import is_foreign
from contracts.documents import Line, PatchOp

_FUNCTION_WORDS: Final = word_list("function")
_NAMED: Final = frozenset({"tool", "cert", "licence"})
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9&/-]{1,6}s?")


def other_names(desk: Desk) -> Iterator[Proposal]:
    """Add the posting's name of a term where the résumé has only another name of it, once, at its first mention."""
    lexicon = desk.reader.lexicon
    used: set[str] = set()
    texts: dict[str, str] = {}  # lines as earlier proposals leave them
    for requirement in desk.job.requirements:
        for wanted in lexicon.find(requirement.text):
            if wanted.term in used or not _is_named(wanted, desk):
                continue
            mentions = _mentions(desk, wanted.term, texts)
            if not mentions or any(same_name(hit.surface, wanted.surface) for _, hit in mentions):
                continue
            place = next(((line, hit) for line, hit in mentions if can_take(texts.get(line.id, line.text), hit)), None)
            if place is None or _more_digits(wanted.surface, place[1].surface):
                continue
            used.add(wanted.term)
            line, hit = place
            before = texts.get(line.id, line.text)
            after, op = _named(before, hit, _as_listed(wanted, desk))
            texts[line.id] = after
            yield Proposal(
                op=op,
                path=f"bullet:{line.id}",
                before=before,
                after=after,
                serves=_who_asks(desk, wanted.term, requirement.id),
                rationale=f"the posting calls it “{wanted.surface}”",
                sources=tuple(line.facts),
            )


def _is_named(wanted: Hit, desk: Desk) -> bool:
    """Tell whether a term is something with a name: "backend" and "backend development" are only ways to say it."""
    return desk.reader.lexicon.kind(wanted.term) in _NAMED or any(
        _ACRONYM.fullmatch(name) for name in desk.reader.lexicon.variants(wanted.term)
    )


def _as_listed(wanted: Hit, desk: Desk) -> str:
    """Give the posting's name of a term with the capitals that the lexicon writes it with."""
    names = desk.reader.lexicon.variants(wanted.term)
    return next((name for name in names if _letters(name) == _letters(wanted.surface)), wanted.surface)


def _mentions(desk: Desk, term: str, texts: Mapping[str, str]) -> list[tuple[Line, Hit]]:
    """List where the résumé names a term, in lines that may be reworded; statements first, then skills."""
    order = {"experience": 0, "projects": 0, "skills": 1, "summary": 2}
    found: list[tuple[int, Line, Hit]] = []
    for section in desk.doc.sections:
        lines = [*section.lines, *(line for entry in section.entries for line in entry.lines)]
        for line in lines:
            hit = desk.reader.read(texts.get(line.id, line.text)).terms.get(term)
            if hit is not None and not is_foreign(line.text):
                rank = 9 if section.type in IDENTITY_SECTIONS else order.get(section.type, 3)
                found.append((rank, line, hit))
    found.sort(key=lambda one: one[0])
    return [(line, hit) for _, line, hit in found] if found and found[0][0] < 9 else []  # noqa: PLR2004 - see rank


def can_take(text: str, hit: Hit) -> bool:
    """Tell whether a name in brackets can stand here: not inside or before brackets, not within a longer name.

    Nor before a noun: "PLC panels" cannot become "programmable logic controllers (PLC) panels".
    """
    before, after = text[: hit.start], text[hit.end :]
    noun = re.match(r"\s+([A-Za-z]+)", after)
    if noun is not None and _ACRONYM.fullmatch(hit.surface) and noun[1].lower() not in _FUNCTION_WORDS:
        return False
    inside = before.count("(") > before.count(")")
    return not inside and not re.match(r"\s*[(\d/&-]|['’]", after) and not re.search(r"[/&-]$", before)


def _named(text: str, hit: Hit, wanted: str) -> tuple[str, PatchOp]:
    if _contains(wanted, hit.surface) and wanted[:1].isupper():
        both = wanted
    elif _ACRONYM.fullmatch(wanted) or not _ACRONYM.fullmatch(hit.surface):
        both = f"{hit.surface} ({wanted})"
    else:
        both = f"{wanted} ({hit.surface})"
    op: PatchOp = (
        "expand_acronym" if _ACRONYM.fullmatch(hit.surface) and not _ACRONYM.fullmatch(wanted) else "surface_variant"
    )
    return text[: hit.start] + both + text[hit.end :], op


def _who_asks(desk: Desk, term: str, first: str) -> tuple[str, ...]:
    asking = [
        requirement.id
        for requirement in desk.job.requirements
        if requirement.id != first and term in {*requirement.terms, *requirement.any_of}
    ]
    return (first, *asking)


def same_name(held: str, wanted: str) -> bool:
    """Tell whether the résumé's name says the posting's already, but for capitals, hyphens, plural or an ending.

    "React (React.js)", "HTML5 (HTML)" and "RESTful APIs (RESTful web services)" would say the same word twice.
    """
    if not _contains(wanted, held) and _words(held) & _words(wanted):
        return True
    first, second = _letters(held), _letters(wanted)
    return (
        first == second
        or _contains(held, wanted)
        or (" " not in wanted and (first.startswith(second) or second.startswith(first)))
    )


def _contains(long: str, short: str) -> bool:
    """Tell whether a name has all words of another one and more: "Apache Kafka" has "Kafka"."""
    longer, shorter = ([token.text.lower() for token in words(name)] for name in (long, short))
    return len(longer) > len(shorter) and set(shorter) <= set(longer)


def _words(name: str) -> set[str]:
    return {fold(token.text) for token in words(name)}


def _letters(name: str) -> str:
    return "".join(fold(token.text) for token in words(name))


def _more_digits(wanted: str, held: str) -> bool:
    """Tell whether the posting's name speaks of a version that the résumé's does not."""
    return {char for char in wanted if char.isdigit()} > {char for char in held if char.isdigit()}
