"""The scores of a résumé for a posting: pure functions, each shown with its parts."""

from agents.tailoring.scoring.combine import combine
from agents.tailoring.scoring.match_score import match_score, requirements_match, title_match

__all__ = ["combine", "match_score", "requirements_match", "title_match"]
