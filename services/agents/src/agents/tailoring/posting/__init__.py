"""Reads a posting: zones, requirements with their level and weight, keywords, cues of culture."""

from agents.tailoring.posting.read import read_posting

__all__ = ["read_posting"]
