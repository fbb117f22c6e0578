"""Finishing a draft: the polish, and a second look by the guard. The last clean document is what is handed over."""

from typing import NamedTuple

from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.polish import polish
from agents.tailoring.validation import validate
from contracts.documents import OptimisedDoc, Patch, Validation


class Finished(NamedTuple):
    """The result, the edits that were made to the draft, and the result's validation."""

    doc: OptimisedDoc
    edits: tuple[Patch, ...]
    validation: Validation
    clean: bool
    """Whether the guard has no objection to the polished document; where it has, nothing of it may be handed over."""


def finish(draft: OptimisedDoc, materials: Materials, lexicon: Lexicon) -> Finished:
    """Polish a draft and judge what came of it."""
    polished = polish(draft, materials, lexicon)
    violations = check_document(polished.doc, materials.resume, materials.sources, Reader(lexicon), materials.today)
    return Finished(polished.doc, polished.edits, validate(polished.doc, materials, lexicon), clean=not violations)
