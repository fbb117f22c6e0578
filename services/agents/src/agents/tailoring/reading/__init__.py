"""Reads a résumé: from a source text to sections, entries, dates, contact, skills and facts."""

from agents.tailoring.reading.dates import Period, periods
from agents.tailoring.reading.resume import read_resume

__all__ = ["Period", "periods", "read_resume"]
