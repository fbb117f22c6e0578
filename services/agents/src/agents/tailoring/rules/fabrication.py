"""FAB and PRE: nothing invented, nothing lost. The guard looks; these rules say what it saw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from agents.tailoring.guard import Check, Violation
from agents.tailoring.guard.conservation import source_lines
from agents.tailoring.rules.verdict import PASS, Verdict, counted, not_applicable
from contracts.documents import OptimisedDoc, ResumeDoc

_KEPT: Final = 0.95
_BARELY_KEPT: Final = 0.90
_FIELDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "FAB-02": frozenset({"org", "entry"}),
        "FAB-03": frozenset({"title", "dates", "location", "heading"}),
        "FAB-04": frozenset({"certifications", "education", "languages", "contact", "references"}),
    }
)


@dataclass(frozen=True, slots=True)
class Made:
    """A result with its source and with what the guard objects to."""

    doc: OptimisedDoc
    resume: ResumeDoc
    violations: tuple[Violation, ...]


def no_violation(what: str, *checks: Check) -> Callable[[Made], Verdict]:
    """Make a rule: the guard must not object by one of these checks."""

    def check(made: Made) -> Verdict:
        return _judged([one for one in made.violations if one.check in checks], what)

    check.__doc__ = f"No line of the result may have {what}."
    return check


def identity(rule_id: str, what: str) -> Callable[[Made], Verdict]:
    """Make a rule: these fields of entries are those of the source."""

    def check(made: Made) -> Verdict:
        return _judged(
            [one for one in made.violations if one.check == "identity" and one.detail in _FIELDS[rule_id]], what
        )

    check.__doc__ = f"No entry of the result may have {what}."
    return check


def entries_kept(made: Made) -> Verdict:
    """PRE-01: every entry of the source is in the result, or listed as dropped with a reason."""
    lost = [one for one in made.violations if one.check == "conservation" and one.detail == "entry"]
    unexplained = [one for one in made.doc.dropped if not one.reason]
    return _judged([*lost, *(Violation("conservation", one.what, "reason") for one in unexplained)], "lost entries")


def contact_kept(made: Made) -> Verdict:
    """PRE-02: the contact block is the source's, byte by byte."""
    return _judged([one for one in made.violations if one.check == "contact"], "changes in the contact block")


def bullets_kept(made: Made) -> Verdict:
    """PRE-03: at least 95 % of the source's bullets are in the result, and the rest is listed as dropped."""
    total = sum(1 for _ in source_lines(made.resume))
    if not total:
        return not_applicable("The source has no bullets.")
    lost = {one.line_id for one in made.violations if one.check == "conservation" and one.detail != "entry"}
    listed = sum(dropped.what == "bullet" for dropped in made.doc.dropped)
    share = 1 - (len(lost) + listed) / total
    message = f"{share:.0%} of {counted(total, 'line')} kept, {listed} listed as dropped."
    if lost or share < _BARELY_KEPT:
        return Verdict("fail", message)
    return Verdict("pass" if share >= _KEPT else "warn", message)


def _judged(violations: list[Violation], what: str) -> Verdict:
    if not violations:
        return PASS
    lines = len({one.line_id for one in violations})
    return Verdict("fail", f"The guard found {what} in {counted(lines, 'line')}.")
