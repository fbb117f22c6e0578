"""How a change is told without its words: by its kind, its place and what it serves."""

from typing import Final

from agents.tailoring.answers import is_from_answers
from contracts.documents import OptimisedDoc, Patch, Requirement, ResumeDoc, SourceText

_DID: Final = {
    "reorder_sections": "put the sections in another order",
    "reorder_entries": "put the entries in another order",
    "reorder_bullets": "put what serves the posting first",
    "reorder_skills": "put the skills that the posting names first",
    "rename_heading": "gave it a standard heading",
    "surface_variant": "named it as the posting does",
    "list_evidenced_skill": "listed a skill that a statement proves",
    "compose_summary": "composed a summary from facts",
    "weak_opening": "opened with what was done",
    "verb_swap": "used the posting's verb",
    "split_long_bullet": "cut a long statement in two",
    "trim_filler": "took filler words out",
    "normalise_date": "wrote the dates in one form",
    "expand_acronym": "wrote an abbreviation out",
    "drop_duplicate_bullet": "left out what was said twice",
    "polish_spelling": "corrected the spelling",
    "polish_tense": "put it into the tense of its role",
    "polish_punctuation": "evened out the punctuation",
}
_MOST_NAMED: Final = 2


def section_of(patch: Patch, resume: ResumeDoc) -> str:
    """Name the section that a patch changes, by its type."""
    kind, _, place = patch.path.partition(":")
    if kind in {"summary", "skills", "certifications"}:
        return kind
    place = place.partition("~")[0]
    for section in resume.sections:
        ids = {section.id, *(line.id for line in section.lines)}
        for entry in section.entries:
            ids |= {entry.id, *(bullet.id for bullet in entry.bullets)}
        if place in ids:
            return section.type
    return "document"


def summary_of(patch: Patch, resume: ResumeDoc, source: SourceText, requirements: dict[str, Requirement]) -> str:
    """Say what a patch did, where in the source, and which requirement it serves."""
    line = line_number(patch, resume, source)
    where = f" (line {line})" if line is not None else ""
    names = [name for one in patch.serves if (name := _name(requirements.get(one))) is not None]
    serving = f", for {', '.join(dict.fromkeys(names[:_MOST_NAMED]))}" if names else ""
    worded = ", in a model's words" if patch.engine != "rules" else ""
    did = "listed what your answer names" if is_from_answers(patch) else _DID[patch.op]
    return f"{did}{where}{serving}{worded}"


def line_number(patch: Patch, resume: ResumeDoc, source: SourceText) -> int | None:
    """Give the line of the source, from 1, that a patch begins at; None where it is in no single place."""
    place = patch.path.partition(":")[2].partition("~")[0]
    for section in resume.sections:
        spans = {section.id: section.span} | {line.id: line.span for line in section.lines}
        for entry in section.entries:
            spans |= {entry.id: entry.span} | {bullet.id: bullet.span for bullet in entry.bullets}
        if place in spans and spans[place].source == source.kind:
            return source.text.count("\n", 0, spans[place].start) + 1
    return None


def surfaced(doc: OptimisedDoc, requirements: dict[str, Requirement]) -> list[str]:
    """List the posting's terms that applied patches brought to where they are seen, each once, in order."""
    bringing = {"surface_variant", "list_evidenced_skill", "expand_acronym"}
    names = [
        name
        for patch in doc.patches
        if patch.status == "applied" and patch.op in bringing
        for one in patch.serves
        if (name := _name(requirements.get(one))) is not None
    ]
    return list(dict.fromkeys(names))


def _name(requirement: Requirement | None) -> str | None:
    if requirement is None:
        return None
    terms = requirement.terms or requirement.any_of
    return terms[0] if terms else None
