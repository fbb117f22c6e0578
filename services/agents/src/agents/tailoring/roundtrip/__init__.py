"""The round trip: our own files read as a tracking system would, and held against what they were meant to say."""

from agents.tailoring.roundtrip.read import read_back

__all__ = ["read_back"]
