"""What a rule says of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from contracts.documents import RuleStatus, Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with a sentence that says what was found and what to do; it quotes nothing of the résumé."""

    status: RuleStatus
    message: str = ""
    spans: tuple[Span, ...] = ()
    section: str | None = None


RANK: Final[Mapping[RuleStatus, int]] = MappingProxyType({"fail": 0, "warn": 1, "n/a": 2, "pass": 2})
"""How verdicts are ordered; what does not apply is no worse than what passes."""

PASS: Final = Verdict("pass")


def not_applicable(why: str) -> Verdict:
    """Say that a rule has nothing to look at here."""
    return Verdict("n/a", why)


def counted(number: int, thing: str) -> str:
    """Write a count with its noun: "1 bullet", "3 bullets"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def listed(things: Sequence[str]) -> str:
    """Write things down as a sentence does: "columns, tables and text boxes"; there is at least one."""
    *others, last = things
    return f"{', '.join(others)} and {last}" if others else last


def passed(verdicts: Sequence[Verdict]) -> float | None:
    """Give the share of rules that pass, a warning counting half; None where none of them applies."""
    shares = {"pass": 1.0, "warn": 0.5, "fail": 0.0}
    known = [shares[verdict.status] for verdict in verdicts if verdict.status in shares]
    return sum(known) / len(known) if known else None
