"""Judging a result: rules and scores, and how much of it is traced to its source."""

from typing import NamedTuple

from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.validation import validate
from contracts.documents import OptimisedDoc, ResumeDoc, Validation


class Judged(NamedTuple):
    """A validation with what the guard counted.

    `fabricated` is the number of its objections but for what is missing: whatever it is, a draft that has one is not
    handed on. `preserved` is the share of the source's entries and lines that are in the result or listed as dropped,
    0 to 100.
    """

    validation: Validation
    fabricated: int
    preserved: float


def judge(doc: OptimisedDoc, materials: Materials, lexicon: Lexicon) -> Judged:
    """Judge a draft or a result."""
    violations = check_document(doc, materials.resume, materials.sources, Reader(lexicon), materials.today)
    lost = len({violation.line_id for violation in violations if violation.check == "conservation"})
    total = max(1, _parts(materials.resume))
    return Judged(
        validation=validate(doc, materials, lexicon),
        fabricated=sum(violation.check != "conservation" for violation in violations),
        preserved=round(100 * (total - min(lost, total)) / total, 1),
    )


def _parts(resume: ResumeDoc) -> int:
    return sum(
        len(section.lines) + sum(1 + len(entry.bullets) for entry in section.entries) for section in resume.sections
    )
