"""The last hand on a result: closed edits of form only, each through the gates that every patch goes through."""

from agents.tailoring.polish.polish import Polished, polish

__all__ = ["Polished", "polish"]
