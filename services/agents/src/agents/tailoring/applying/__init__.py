"""Applies patches to a résumé, each through its gates, with provenance and without losing anything."""

from agents.tailoring.applying.apply import apply
from agents.tailoring.applying.draft import unchanged
from agents.tailoring.applying.edit import CannotApply, current_text, edited
from agents.tailoring.applying.gates import Gates
from agents.tailoring.applying.wording import Wording

__all__ = ["CannotApply", "Gates", "Wording", "apply", "current_text", "edited", "unchanged"]
