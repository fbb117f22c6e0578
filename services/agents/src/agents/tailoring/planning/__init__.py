"""What to change, and why: patches with their price, gaps, and questions that only the user can answer."""

from agents.tailoring.planning.planner import plan
from agents.tailoring.planning.questions import questions

__all__ = ["plan", "questions"]
