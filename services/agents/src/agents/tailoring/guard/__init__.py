"""The fabrication guard: what cannot be traced to the source is not written, whichever engine wrote it."""

from agents.tailoring.guard.derived import FORMULAS, derived_value
from agents.tailoring.guard.document import check_document
from agents.tailoring.guard.line import check_line
from agents.tailoring.guard.sources import Sources
from agents.tailoring.guard.violation import Check, Violation

__all__ = ["FORMULAS", "Check", "Sources", "Violation", "check_document", "check_line", "derived_value"]
