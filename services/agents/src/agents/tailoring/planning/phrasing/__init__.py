"""Rewordings of one line: pure functions from text to text, None where there is nothing to do or any doubt."""

from agents.tailoring.planning.phrasing.filler import without_filler
from agents.tailoring.planning.phrasing.openings import strong_opening
from agents.tailoring.planning.phrasing.splitting import split_long
from agents.tailoring.planning.phrasing.swapping import swapped_verb

__all__ = ["split_long", "strong_opening", "swapped_verb", "without_filler"]
