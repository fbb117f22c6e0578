"""Requirement by requirement: what the résumé has for the posting, and the score that follows."""

from agents.tailoring.matching.matcher import Judgement, judge_view, match

__all__ = ["Judgement", "judge_view", "match"]
