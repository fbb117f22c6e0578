"""Plans: every proposal in a fixed order, each priced by scoring the document with it."""

from collections.abc import Collection, Sequence
from typing import Final

from msgspec.structs import replace

from agents.tailoring.applying import CannotApply, Gates, unchanged
from agents.tailoring.applying.gates import Measured
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.planning import (
    claimed,
    duplicates,
    headers,
    listing,
    ordering,
    rewording,
    summary,
    surfacing,
)
from agents.tailoring.planning.proposal import Desk, Proposal, Proposer
from agents.tailoring.planning.questions import questions
from contracts.documents import Fact, FactId, MatchReport, Patch, Plan

PROPOSERS: Final[Sequence[tuple[Proposer, bool]]] = (
    (headers.headings, True),
    (headers.dates, True),
    (duplicates.repeated_bullets, True),
    (rewording.weak_openings, True),
    (rewording.filler, True),
    (rewording.verbs, True),
    (rewording.long_lines, True),
    (surfacing.other_names, True),
    (listing.evidenced_skills, True),
    (summary.composed_summary, True),
    (claimed.answered_skills, True),
    (ordering.bullets, False),
    (ordering.skills, False),
    (ordering.entries, False),
    (ordering.sections, False),
)
"""Wording first, order last, so that orders name lines as they will stand. True: knows English only."""

_MOST_OF_A_KIND: Final = 8
_DECIMALS: Final = 2


def plan(materials: Materials, report: MatchReport, lexicon: Lexicon, answered: Collection[str] = ()) -> Plan:
    """Plan what to change.

    Args:
        materials: The résumé and the posting. A résumé that is not in English is put in order, never reworded.
        report: How they match.
        lexicon: Names and their variants.
        answered: Ids of the requirements that the user was asked for: not asked again.

    Returns:
        Patches in the order of application, each serving a requirement, with the points of the match score that it
        brings where it is applied after those before it. A proposal that no gate will let through stays in the plan
        with 0 points, so that its refusal is seen.
    """
    facts: dict[FactId, Fact] = {fact.id: fact for fact in materials.resume.facts}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(unchanged(materials.resume, materials.sources))
    patches: list[Patch] = []
    derived: dict[FactId, Fact] = {}
    desk = Desk(state)
    for proposer, english_only in PROPOSERS:
        if english_only and materials.resume_source.language != "en":
            continue
        if desk.state is not state:
            desk = Desk(state)
        for proposal in list(proposer(desk))[:_MOST_OF_A_KIND]:
            for fact in proposal.derived:
                facts[fact.id] = derived[fact.id] = fact
            patch, state = _priced(_patch(proposal, _patch_id(proposer, patches)), state, gates, derived)
            patches.append(patch)
    return Plan(patches=patches, questions=questions(materials.job, report, answered), derived=list(derived.values()))


def _priced(patch: Patch, state: Measured, gates: Gates, derived: dict[FactId, Fact]) -> tuple[Patch, Measured]:
    """Price a patch: the score with it minus the score without; the document goes on with it if the gates allow."""
    with_facts = (
        gates.measured(replace(state.doc, derived=list(derived.values()))) if patch.op == "compose_summary" else state
    )
    try:
        after = gates.try_patch(with_facts, patch)
    except CannotApply:
        return patch, state
    return replace(patch, expected_delta=round(after.score - state.score, _DECIMALS)), after


def _patch_id(proposer: Proposer, patches: Sequence[Patch]) -> str:
    """Count what comes from answers apart, so that an answer renames no other change of the job."""
    series = "a" if proposer is claimed.answered_skills else "p"
    return f"{series}{1 + sum(patch.id.startswith(series) for patch in patches)}"


def _patch(proposal: Proposal, patch_id: str) -> Patch:
    return Patch(
        id=patch_id,
        op=proposal.op,
        path=proposal.path,
        before=proposal.before,
        after=proposal.after,
        sources=list(proposal.sources),
        serves=list(proposal.serves),
        rationale=proposal.rationale,
    )
