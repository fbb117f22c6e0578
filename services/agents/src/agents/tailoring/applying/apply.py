"""Applies a plan: each patch through its gates, in the order of the plan."""

from collections.abc import Sequence

from msgspec.structs import replace

from agents.tailoring.applying import orders, unwanted
from agents.tailoring.applying.draft import unchanged
from agents.tailoring.applying.gates import Gates
from agents.tailoring.applying.wording import Wording, decided
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from contracts.documents import OptimisedDoc, Patch, Plan


def apply(
    materials: Materials,
    plan: Plan,
    lexicon: Lexicon,
    rejected: Sequence[Patch] = (),
    *,
    wordings: Sequence[Wording] = (),
) -> OptimisedDoc:
    """Apply a plan to a résumé.

    Args:
        materials: The résumé, and the posting for the score that no patch may lower.
        plan: What to change; patches that are marked as rejected stay so.
        lexicon: Names and their variants.
        rejected: Changes that the user does not want, of this plan or of an earlier one of the same job.
        wordings: What another engine wrote for some of the patches; the rules' words stand where a gate refuses it.

    Returns:
        The draft. All patches are in it, in the order of the plan, each applied or rejected with its reason; then the
        unwanted edits of the polish, which so stay away from it.
    """
    facts = {fact.id: fact for fact in (*materials.resume.facts, *plan.derived)}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(replace(unchanged(materials.resume, materials.sources), derived=plan.derived))
    by_patch = {wording.patch_id: wording for wording in wordings}
    names = orders.names_in(plan)
    done: list[Patch] = []
    left_out: list[Patch] = []
    for planned in plan.patches:
        if unwanted.is_among(planned, rejected):
            left_out.append(planned)
            done.append(unwanted.refused(planned))
            continue
        if planned.status == "rejected":
            done.append(planned)
            continue
        patch = orders.as_lines_stand(planned, state.doc, names)
        one, state = decided(gates, state, patch, by_patch.get(patch.id))
        done.append(one if one.status == "applied" else _refused(planned, one, left_out))
    done += [unwanted.refused(edit) for edit in rejected if edit.engine == unwanted.POLISH]
    cited = {fact_id for section in state.doc.sections for line in section.lines for fact_id in line.facts}
    return replace(state.doc, patches=done, derived=[fact for fact in state.doc.derived if fact.id in cited])


def _refused(planned: Patch, one: Patch, left_out: Sequence[Patch]) -> Patch:
    """Give a change as it was planned, with what refused it: a gate, or that the user rejected what it builds on."""
    base = unwanted.base_of(planned, left_out)
    reason = one.reject_reason if base is None else f"builds on {base}, which you rejected"
    return replace(planned, status="rejected", reject_reason=reason, declined=one.declined)
