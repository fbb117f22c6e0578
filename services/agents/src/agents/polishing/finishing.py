"""Finishing a draft: the polish and a second look by the guard, then the files and a look at how they read back."""

from typing import NamedTuple

from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.polish import polish
from agents.tailoring.rendering import Exports, export
from agents.tailoring.roundtrip import read_back
from agents.tailoring.validation import validate
from contracts.documents import OptimisedDoc, Patch, RuleResult, Validation


class Finished(NamedTuple):
    """The result, and the edits that were made to the draft."""

    doc: OptimisedDoc
    edits: tuple[Patch, ...]
    clean: bool
    """Whether the guard has no objection to the polished document; where it has, nothing of it may be handed over."""


class Published(NamedTuple):
    """The files of a result, and its validation with what they read back to."""

    files: Exports
    validation: Validation

    @property
    def verdicts(self) -> list[RuleResult]:
        """List the rules that look at files, on the result."""
        return [rule for rule in self.validation.rules if rule.phase == "after" and rule.rule_id.startswith("FMT-")]

    @property
    def reads_back(self) -> bool:
        """Tell whether both files read back to what was meant."""
        return all(rule.status == "pass" for rule in self.verdicts if rule.rule_id == "FMT-09")


def finish(draft: OptimisedDoc, materials: Materials, lexicon: Lexicon) -> Finished:
    """Polish a draft and have the guard look at what came of it."""
    polished = polish(draft, materials, lexicon)
    violations = check_document(polished.doc, materials.resume, materials.sources, Reader(lexicon), materials.today)
    return Finished(polished.doc, polished.edits, clean=not violations)


def publish(doc: OptimisedDoc, materials: Materials, lexicon: Lexicon) -> Published:
    """Write the files of a result, read them back, and judge the result once more with them."""
    files = export(doc)
    return Published(files, validate(doc, materials, lexicon, read_back(doc, files, lexicon)))
