"""Writes a result as PDF, in any script that one of its fonts has."""

from agents.tailoring.rendering.pdf.write import Pdf, pdf

__all__ = ["Pdf", "pdf"]
