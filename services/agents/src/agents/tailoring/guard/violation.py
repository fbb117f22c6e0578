"""What the guard objects to."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Check: TypeAlias = Literal[
    "number", "binding", "content", "entity", "skill", "strength", "polarity", "identity", "locality", "shape",
    "provenance", "derived", "conservation", "contact",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing in an output line that its sources do not carry."""

    check: Check
    line_id: str
    detail: str
    """The word, number or field at fault. It may be of the résumé: for documents and tests, never for an event."""
