"""The 34 validation rules: one small pure function each, registered as data."""

from agents.tailoring.rules.check import check_fit, check_result, check_source
from agents.tailoring.rules.fabrication import Made
from agents.tailoring.rules.fit import Fit
from agents.tailoring.rules.registry import RULES, Case, Rule
from agents.tailoring.rules.verdict import Verdict

__all__ = ["RULES", "Case", "Fit", "Made", "Rule", "Verdict", "check_fit", "check_result", "check_source"]
