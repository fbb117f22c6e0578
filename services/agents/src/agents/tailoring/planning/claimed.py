"""Lists among the skills and the certifications what the user claims in his answers and the posting asks for."""

from collections.abc import Iterator
from typing import Final

from agents.tailoring.guard.polarity import lost_qualifiers
from agents.tailoring.lexicon import fold, stem, words
from agents.tailoring.planning.proposal import Desk, Proposal
from contracts.documents import Fact, RequirementKind

_LISTABLE: Final[frozenset[RequirementKind]] = frozenset({"skill", "cert", "licence", "language", "clearance"})
_CREDENTIALS: Final[frozenset[RequirementKind]] = frozenset({"cert", "licence"})


def answered_skills(desk: Desk) -> Iterator[Proposal]:
    """List what an answer claims, heaviest requirement first, where the résumé does not say it anywhere.

    The whole statement is cited, so that what makes a claim smaller there ("basic", "helped with") is seen by the
    guard; where a list would leave it out nothing is proposed. An answer says nothing about a role, a degree or
    years: these stand in the résumé or nowhere.
    """
    statements = [fact for fact in desk.resume.facts if fact.kind == "bullet" and fact.span.source == "user"]
    if not statements:
        return
    there = {term for line in _lines(desk) for term in desk.reader.read(line).terms}
    listed: set[str] = set()
    for requirement in sorted(desk.job.requirements, key=lambda one: -one.weight):
        if requirement.kind not in _LISTABLE:
            continue
        for name in (*requirement.terms, *requirement.any_of):
            term = desk.reader.lexicon.term(name) or name
            if term in there or term in listed:
                continue
            claim = next((found for fact in statements if (found := _claim(fact, name, desk)) is not None), None)
            if claim is None:
                continue
            listed.add(term)
            surface, fact = claim
            yield Proposal(
                op="list_evidenced_skill",
                path="certifications" if requirement.kind in _CREDENTIALS else "skills",
                before="",
                after=surface,
                serves=_who_asks(desk, name, requirement.id),
                rationale=f"your answer names {name}, your résumé does not",
                sources=(fact.id,),
            )


def _claim(fact: Fact, name: str, desk: Desk) -> tuple[str, Fact] | None:
    """Find a name in a statement; gives it as it is listed, None where the statement has it not or makes it smaller."""
    term = desk.reader.lexicon.term(name)
    hit = desk.reader.read(fact.value).terms.get(term) if term is not None else None
    surface = hit.surface if hit is not None else _phrase(name, fact.value)
    if surface is None or lost_qualifiers(surface, [fact.value], in_entry=False):
        return None
    return _as_written(surface, name, desk), fact


def _phrase(name: str, text: str) -> str | None:
    """Find the words of a name that the lexicon does not know, one after the other, in any inflection."""
    wanted = [stem(token.text) for token in words(name)]
    tokens = words(text)
    for start in range(len(tokens) - len(wanted) + 1):
        window = tokens[start : start + len(wanted)]
        if wanted and [stem(token.text) for token in window] == wanted:
            return text[window[0].start : window[-1].end]
    return None


def _as_written(surface: str, name: str, desk: Desk) -> str:
    """Give a name the capitals that the posting or the lexicon writes it with; else as the user wrote it."""
    names = (name, *desk.reader.lexicon.variants(name))
    found = next((one for one in names if _letters(one) == _letters(surface)), surface)
    return found[:1].upper() + found[1:]


def _letters(name: str) -> str:
    return " ".join(fold(token.text) for token in words(name))


def _who_asks(desk: Desk, name: str, first: str) -> tuple[str, ...]:
    others = (one.id for one in desk.job.requirements if name in {*one.terms, *one.any_of})
    return tuple(dict.fromkeys((first, *others)))


def _lines(desk: Desk) -> Iterator[str]:
    for section in desk.doc.sections:
        yield from (line.text for line in section.lines)
        for entry in section.entries:
            yield from (line.text for line in entry.lines)
