"""Which lines an engine is asked to phrase: those that the plan rewords anyway, and a summary that it composes."""

from collections.abc import Iterator, Sequence
from typing import Final

from agents.llm.engine import Task
from agents.tailoring.applying import unwanted
from agents.tailoring.materials import Materials
from contracts.documents import Fact, FactId, Patch, PatchOp, Plan, ResumeDoc, SectionType

_WORDING: Final[frozenset[PatchOp]] = frozenset(
    {"surface_variant", "weak_opening", "verb_swap", "trim_filler", "expand_acronym"}
)
_NOT_ALONE: Final[frozenset[PatchOp]] = frozenset({"split_long_bullet", "drop_duplicate_bullet", "reorder_skills"})
"""A line that these touch becomes two, none, or a list: no single line is left to phrase."""
_PROSE: Final[frozenset[SectionType]] = frozenset({"summary", "experience", "projects", "volunteering"})
_MOST_ASKED: Final = 3


def tasks_of(materials: Materials, plan: Plan, rejected: Sequence[Patch] = ()) -> list[Task]:
    """List the lines to phrase, those that bring the most points first.

    Of several patches that reword one line the last is phrased: the others stay as the rules wrote them, and its
    `before` stays true. What the user refused is not asked for, nor a résumé that is not in English.
    """
    if materials.resume_source.language != "en":
        return []
    facts: dict[FactId, Fact] = {fact.id: fact for fact in (*materials.resume.facts, *plan.derived)}
    asked = {requirement.id: requirement.text for requirement in materials.job.requirements}
    prose = _prose(materials.resume)
    planned = [one for one in _last_of_each(plan, rejected) if one.path in prose]
    chosen = sorted(planned, key=lambda patch: -patch.expected_delta)
    return [_task(patch, facts, asked) for patch in chosen if any(source in facts for source in patch.sources)]


def _prose(resume: ResumeDoc) -> set[str]:
    """List the places that hold sentences: lists of skills and what identifies the candidate are never phrased."""
    lines = [
        line
        for section in resume.sections
        if section.type in _PROSE
        for line in (*section.lines, *(bullet for entry in section.entries for bullet in entry.bullets))
    ]
    return {"summary", *(f"bullet:{line.id}" for line in lines)}


def _last_of_each(plan: Plan, rejected: Sequence[Patch]) -> Iterator[Patch]:
    planned = [patch for patch in plan.patches if patch.status != "rejected" and not unwanted.is_among(patch, rejected)]
    barred = {patch.path for patch in planned if patch.op in _NOT_ALONE}
    last: dict[str, Patch] = {}
    for patch in planned:
        if (patch.op in _WORDING and patch.path not in barred) or patch.op == "compose_summary":
            last[patch.path] = patch
    yield from last.values()


def _task(patch: Patch, facts: dict[FactId, Fact], asked: dict[str, str]) -> Task:
    return Task(
        patch_id=patch.id,
        kind="summary" if patch.op == "compose_summary" else "statement",
        now=patch.before,
        suggested=patch.after,
        facts=tuple(facts[source] for source in patch.sources if source in facts and facts[source].kind != "contact"),
        asked=tuple(dict.fromkeys(asked[one] for one in patch.serves if one in asked))[:_MOST_ASKED],
    )
