"""The rules that need nothing but the text itself: what scores are made of and what no patch may worsen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from agents.tailoring.evidence.reader import Reader
from agents.tailoring.rules import contact, form, periods, structure, wording
from agents.tailoring.rules.verdict import Verdict, passed
from agents.tailoring.views import View

PARSE_RULES: Final[Mapping[str, Callable[[View], Verdict]]] = MappingProxyType(
    {
        "CON-01": contact.name_and_email,
        "CON-02": contact.phone,
        "CON-03": contact.place_and_links,
        "DAT-01": periods.readable,
        "DAT-03": periods.uniform,
        "STR-01": structure.sections,
        "FMT-03": form.clean,
    }
)
"""What a tracking system stumbles over: `parse_rules` is the share of these that pass, a warning counting half."""

STRUCTURE_RULES: Final[Mapping[str, Callable[[View], Verdict]]] = MappingProxyType(
    {"STR-01": structure.sections, "STR-02": structure.bullets, "DAT-03": periods.uniform}
)
_WORDING_RULES: Final[Mapping[str, Callable[[View], Verdict]]] = MappingProxyType(
    {"WRD-01": wording.strong_openings, "WRD-02": wording.outcomes, "WRD-03": wording.even}
)


def parse_share(view: View) -> float | None:
    """Give `parse_rules`, 0 to 100."""
    share = passed([check(view) for check in PARSE_RULES.values()])
    return None if share is None else 100.0 * share


def view_verdicts(view: View, reader: Reader) -> dict[str, Verdict]:
    """Judge by every rule that a patch can change, by id."""
    checks = {**PARSE_RULES, **STRUCTURE_RULES, **_WORDING_RULES}
    return {rule_id: check(view) for rule_id, check in checks.items()} | {"WRD-04": wording.spelling(view, reader)}
