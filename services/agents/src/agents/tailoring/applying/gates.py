"""The four gates of a patch: allowed, found as it was planned, true, and no loss."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from agents.tailoring.applying.edit import CannotApply, Facts, current_text, edited
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import Violation, check_document
from agents.tailoring.matching import Judgement, judge_view
from agents.tailoring.materials import Materials
from agents.tailoring.rules.parse import view_verdicts
from agents.tailoring.rules.verdict import RANK
from agents.tailoring.views import view_of_result
from contracts.documents import OptimisedDoc, Patch, PatchOp

_PATHS: Final[dict[PatchOp, tuple[str, ...]]] = {
    "reorder_sections": ("document",),
    "reorder_entries": ("section",),
    "reorder_bullets": ("entry", "section"),
    "reorder_skills": ("bullet", "section"),
    "rename_heading": ("section",),
    "surface_variant": ("bullet",),
    "list_evidenced_skill": ("skills", "certifications"),
    "compose_summary": ("summary",),
    "weak_opening": ("bullet",),
    "verb_swap": ("bullet",),
    "split_long_bullet": ("bullet",),
    "trim_filler": ("bullet",),
    "normalise_date": ("entry", "section"),
    "expand_acronym": ("bullet",),
    "drop_duplicate_bullet": ("bullet",),
    "polish_spelling": ("bullet",),
    "polish_tense": ("bullet",),
    "polish_punctuation": ("entry",),
}
TOLERANCE: Final = 0.005
"""Scores are rounded to hundredths: what is less than half of one is no fall."""


@dataclass(frozen=True)
class Measured:
    """A document with what its gates compare: made once, compared often."""

    doc: OptimisedDoc
    materials: Materials
    reader: Reader

    @cached_property
    def judgement(self) -> Judgement:
        """How the document stands against the posting."""
        return judge_view(view_of_result(self.doc), self.materials.job, self.reader, self.materials.today)

    @property
    def score(self) -> float:
        """The match score, 0 to 100."""
        return self.judgement.score.value

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How each rule on the text stands, by id: the higher the better."""
        return {
            rule: RANK[verdict.status] for rule, verdict in view_verdicts(view_of_result(self.doc), self.reader).items()
        }


@dataclass(frozen=True)
class Gates:
    """What patches of one résumé and one posting are held against."""

    materials: Materials
    reader: Reader
    facts: Facts

    def measured(self, doc: OptimisedDoc) -> Measured:
        """Measure a document."""
        return Measured(doc, self.materials, self.reader)

    def violations(self, doc: OptimisedDoc) -> list[Violation]:
        """Check a document with the guard."""
        return check_document(doc, self.materials.resume, self.materials.sources, self.reader, self.materials.today)

    def try_patch(self, before: Measured, patch: Patch) -> Measured:
        """Take a patch through the gates.

        Returns:
            The document with the patch.

        Raises:
            CannotApply: A gate refused it; the message is the reason, without a word of the résumé.
        """
        if patch.path.partition(":")[0] not in _PATHS[patch.op]:
            raise CannotApply(f"gate 1: {patch.op} may not change {patch.path!r}")
        if current_text(before.doc, patch) != patch.before:
            raise CannotApply("gate 2: the text is no longer what the plan found")
        doc = edited(before.doc, patch, self.facts, self.materials.sources)
        # The guard looks for removals in applied patches: the patch counts as applied while it is checked.
        known = [one for one in doc.patches if one.id != patch.id]
        doc = replace(doc, patches=[*known, replace(patch, status="applied")])
        broken = sorted({violation.check for violation in self.violations(doc)})
        if broken:
            raise CannotApply(f"gate 3: the guard found {', '.join(broken)}")
        after = self.measured(doc)
        if after.score < before.score - TOLERANCE:
            raise CannotApply("gate 4: the match score would fall")
        worse = sorted(rule for rule, rank in after.ranks.items() if rank < before.ranks[rule])
        if worse:
            raise CannotApply(f"gate 4: {', '.join(worse)} would get worse")
        return after
