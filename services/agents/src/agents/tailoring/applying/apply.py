"""Applies a plan: each patch through its gates, in the order of the plan."""

from msgspec.structs import replace

from agents.tailoring.applying.draft import unchanged
from agents.tailoring.applying.edit import CannotApply
from agents.tailoring.applying.gates import Gates
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from contracts.documents import OptimisedDoc, Patch, Plan


def apply(materials: Materials, plan: Plan, lexicon: Lexicon) -> OptimisedDoc:
    """Apply a plan to a résumé.

    Args:
        materials: The résumé, and the posting for the score that no patch may lower.
        plan: What to change; patches that are marked as rejected (by the user) stay so.
        lexicon: Names and their variants.

    Returns:
        The draft. All patches are in it, in the order of the plan, each applied or rejected with its reason.
    """
    facts = {fact.id: fact for fact in (*materials.resume.facts, *plan.derived)}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(replace(unchanged(materials.resume, materials.sources), derived=plan.derived))
    decided: list[Patch] = []
    for patch in plan.patches:
        if patch.status == "rejected":
            decided.append(patch)
            continue
        try:
            state = gates.try_patch(state, patch)
        except CannotApply as refused:
            decided.append(replace(patch, status="rejected", reject_reason=str(refused)))
        else:
            decided.append(replace(patch, status="applied", reject_reason=None))
    cited = {fact_id for section in state.doc.sections for line in section.lines for fact_id in line.facts}
    return replace(state.doc, patches=decided, derived=[fact for fact in state.doc.derived if fact.id in cited])
