"""Polishes a draft: one kind of edit after the other, each edit through the gates."""

from dataclasses import dataclass

from msgspec.structs import replace

from agents.tailoring.applying import CannotApply, Gates, unwanted
from agents.tailoring.evidence import Reader
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.polish.edits import EDITS
from contracts.documents import OptimisedDoc, Patch


@dataclass(frozen=True, slots=True)
class Polished:
    """The finished document and the edits that made it so; refused edits are not listed: nobody asked for them."""

    doc: OptimisedDoc
    edits: tuple[Patch, ...]


def polish(doc: OptimisedDoc, materials: Materials, lexicon: Lexicon) -> Polished:
    """Polish a draft.

    Args:
        doc: The draft.
        materials: What it was made of. A text that is not in English is left as it is.
        lexicon: Names and their variants.

    Returns:
        The document with `polished` set. Its `patches` end with the edits, which serve no requirement. Where the user
        rejected a change, of the plan or of the polish, no edit makes it again.
    """
    facts = {fact.id: fact for fact in (*materials.resume.facts, *doc.derived)}
    gates = Gates(materials, Reader(lexicon), facts)
    state = gates.measured(doc)
    rejected = [patch for patch in doc.patches if patch.reject_reason == unwanted.BY_THE_USER]
    taken = {patch.id for patch in rejected}
    applied: list[Patch] = []
    number = 0
    for edit, english_only in EDITS:
        if english_only and materials.resume_source.language != "en":
            continue
        for proposed in list(edit(state.doc, gates.reader)):
            while f"polish{number + 1}" in taken:
                number += 1  # an edit keeps its name when others are rejected
            left = unwanted.left_of(proposed, state.doc, rejected)
            if left is None:
                continue
            patch = replace(left, id=f"polish{number + 1}")
            try:
                state = gates.try_patch(state, patch)
            except CannotApply:
                continue
            number += 1
            applied.append(replace(patch, status="applied"))
    return Polished(replace(state.doc, polished=True), tuple(applied))
