"""Applies a plan: each patch through its gates, in the order of the plan."""

from collections.abc import Sequence

from msgspec.structs import replace

from agents.tailoring.applying.draft import unchanged
from agents.tailoring.applying.edit import CannotApply, current_text
from agents.tailoring.applying.gates import Gates, Measured
from agents.tailoring.applying.wording import Wording, as_worded, decided
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from contracts.documents import OptimisedDoc, Patch, Plan


def apply(materials: Materials, plan: Plan, lexicon: Lexicon, *, wordings: Sequence[Wording] = ()) -> OptimisedDoc:
    """Apply a plan to a résumé.

    Args:
        materials: The résumé, and the posting for the score that no patch may lower.
        plan: What to change; patches that are marked as rejected (by the user) stay so.
        lexicon: Names and their variants.
        wordings: What another engine wrote for some of the patches; the rules' words stand where a gate refuses it.

    Returns:
        The draft. All patches are in it, in the order of the plan, each applied or rejected with its reason.
    """
    facts = {fact.id: fact for fact in (*materials.resume.facts, *plan.derived)}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(replace(unchanged(materials.resume, materials.sources), derived=plan.derived))
    by_patch = {wording.patch_id: wording for wording in wordings}
    said: dict[str, str] = {}
    done: list[Patch] = []
    for patch in plan.patches:
        if patch.status == "rejected":
            done.append(patch)
            continue
        found = as_worded(patch, _found(state, patch), said)
        one, state = decided(gates, state, found, by_patch.get(patch.id))
        done.append(one)
        if one.otherwise is not None:
            said[one.otherwise] = one.after
    cited = {fact_id for section in state.doc.sections for line in section.lines for fact_id in line.facts}
    return replace(state.doc, patches=done, derived=[fact for fact in state.doc.derived if fact.id in cited])


def _found(state: Measured, patch: Patch) -> str:
    try:
        return current_text(state.doc, patch)
    except CannotApply:
        return patch.before  # the gates will say so
