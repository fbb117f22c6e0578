"""What the user answers becomes a source of facts: his own words, and nothing that he does not claim."""

from agents.tailoring.answers.hearing import Heard, hear, is_from_answers

__all__ = ["Heard", "hear", "is_from_answers"]
