"""Lists among the skills what a bullet proves and the posting asks for."""

from collections.abc import Iterator
from typing import Final

from agents.tailoring.lexicon import Hit, fold, words
from agents.tailoring.planning.proposal import Desk, Proposal
from contracts.documents import Fact, Line

_MOST: Final = 5
_LISTABLE: Final = frozenset({"tool", "skill"})


def evidenced_skills(desk: Desk) -> Iterator[Proposal]:
    """List a skill that a statement of a role names, heaviest requirement first, five at most.

    Only names of the lexicon, written as the statement writes them; soft skills and duties are shown by deeds, not
    listed.
    """
    listed = {term for line in _skill_lines(desk) for term in desk.reader.read(line.text).terms}
    proposed = 0
    for requirement in sorted(desk.job.requirements, key=lambda one: -one.weight):
        if requirement.kind != "skill":
            continue
        for name in (*requirement.terms, *requirement.any_of):
            term = desk.reader.lexicon.term(name)
            if term is None or term in listed or desk.reader.lexicon.kind(term) not in _LISTABLE:
                continue
            proof = _proof(desk, term)
            if proof is None or proposed == _MOST:
                continue
            listed.add(term)
            proposed += 1
            hit, fact = proof
            yield Proposal(
                op="list_evidenced_skill",
                path="skills",
                before="",
                after=hit.surface[:1].upper() + hit.surface[1:],
                serves=(requirement.id,),
                rationale=f"a bullet proves {term}, the skills do not name it",
                sources=(fact.id,),
            )


def _proof(desk: Desk, term: str) -> tuple[Hit, Fact] | None:
    """Find a statement of a role or a project that names the term, with the fact that the whole statement is.

    A name of which every word stands among the skills already ("accounting" of "accounting software") adds nothing.
    """
    statements = {fact.id: fact for fact in desk.resume.facts if fact.kind == "bullet"}
    said = {fold(token.text) for line in _skill_lines(desk) for token in words(line.text)}
    for section in desk.doc.sections:
        if section.type not in {"experience", "projects"}:
            continue
        for entry in section.entries:
            for line in entry.lines:
                hit = desk.reader.read(line.text).terms.get(term)
                fact = next((statements[fact_id] for fact_id in line.facts if fact_id in statements), None)
                new = hit is not None and not {fold(token.text) for token in words(hit.surface)} <= said
                if hit is not None and new and fact is not None and _is_name(hit, desk):
                    return hit, fact
    return None


def _skill_lines(desk: Desk) -> list[Line]:
    return [
        line
        for section in desk.doc.sections
        if section.type == "skills"
        for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]
    ]


def _is_name(hit: Hit, desk: Desk) -> bool:
    """Tell whether the words found could stand in a list: a tool's name, or the whole name of a skill.

    A single word must be a deed ("Auditing"): a bullet may speak of "construction" or "sales" and prove neither.
    """
    if desk.reader.lexicon.kind(hit.term) == "tool":
        return True
    name = [fold(token.text) for token in words(hit.surface)]
    whole = [fold(token.text) for token in words(hit.term)] == name
    return whole and (len(name) > 1 or name[0].endswith("ing"))
