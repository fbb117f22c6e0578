"""All rules before and after, the scores that follow, and what they mean to the candidate."""

from agents.tailoring.validation.validate import validate

__all__ = ["validate"]
