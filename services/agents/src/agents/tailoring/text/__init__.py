"""What is handed over becomes a source text: normalised once, so that every offset of every document holds."""

from agents.tailoring.text.language import is_foreign, language_of, name_of
from agents.tailoring.text.rubbish import why_unreadable
from agents.tailoring.text.source import source_text

__all__ = ["is_foreign", "language_of", "name_of", "source_text", "why_unreadable"]
