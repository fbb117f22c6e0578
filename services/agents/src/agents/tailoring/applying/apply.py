"""Applies a plan: each patch through its gates, in the order of the plan."""

from collections.abc import Sequence

from msgspec.structs import replace

from agents.tailoring.applying import unwanted
from agents.tailoring.applying.draft import unchanged
from agents.tailoring.applying.edit import CannotApply
from agents.tailoring.applying.gates import Gates
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from contracts.documents import OptimisedDoc, Patch, Plan


def apply(materials: Materials, plan: Plan, lexicon: Lexicon, rejected: Sequence[Patch] = ()) -> OptimisedDoc:
    """Apply a plan to a résumé.

    Args:
        materials: The résumé, and the posting for the score that no patch may lower.
        plan: What to change; patches that are marked as rejected stay so.
        lexicon: Names and their variants.
        rejected: Changes that the user does not want, of this plan or of an earlier one of the same job.

    Returns:
        The draft. All patches are in it, in the order of the plan, each applied or rejected with its reason; then the
        unwanted edits of the polish, which so stay away from it.
    """
    facts = {fact.id: fact for fact in (*materials.resume.facts, *plan.derived)}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(replace(unchanged(materials.resume, materials.sources), derived=plan.derived))
    decided: list[Patch] = []
    left_out: list[Patch] = []
    for planned in plan.patches:
        if unwanted.is_among(planned, rejected):
            left_out.append(planned)
            decided.append(unwanted.refused(planned))
            continue
        if planned.status == "rejected":
            decided.append(planned)
            continue
        patch = unwanted.rebased(planned, left_out)
        try:
            state = gates.try_patch(state, patch)
        except CannotApply as refusal:
            decided.append(replace(planned, status="rejected", reject_reason=_reason(planned, left_out, refusal)))
        else:
            decided.append(replace(patch, status="applied", reject_reason=None))
    decided += [unwanted.refused(edit) for edit in rejected if edit.engine == unwanted.POLISH]
    cited = {fact_id for section in state.doc.sections for line in section.lines for fact_id in line.facts}
    return replace(state.doc, patches=decided, derived=[fact for fact in state.doc.derived if fact.id in cited])


def _reason(patch: Patch, left_out: Sequence[Patch], refusal: CannotApply) -> str:
    base = unwanted.base_of(patch, left_out)
    return f"builds on {base}, which you rejected" if base is not None else str(refusal)
