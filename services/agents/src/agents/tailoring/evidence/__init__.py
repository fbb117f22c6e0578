"""What a résumé has for what a posting asks: terms, years and degrees found, and where."""

from agents.tailoring.evidence.degrees import highest_degree, wanted_degree
from agents.tailoring.evidence.index import Index
from agents.tailoring.evidence.keywords import coverage, present, tier_share
from agents.tailoring.evidence.reader import Reader, TextRead
from agents.tailoring.evidence.requirements import Found, judge
from agents.tailoring.evidence.terms import Occurrence, find_term
from agents.tailoring.evidence.years import experience_months, experience_years

__all__ = [
    "Found", "Index", "Occurrence", "Reader", "TextRead", "coverage", "experience_months", "experience_years",
    "find_term", "highest_degree", "judge", "present", "tier_share", "wanted_degree",
]  # fmt: skip
