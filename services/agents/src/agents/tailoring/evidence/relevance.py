"""How much each line, entry and section speaks for this posting."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.tailoring.evidence.requirements import Found


@dataclass(frozen=True, slots=True)
class Relevance:
    """What a text of the résumé is worth to the posting, and whom it serves."""

    weight: float = 0.0
    """Sum over requirements of weight times credit."""
    serves: tuple[str, ...] = ()
    """Ids of the requirements that it speaks for, heaviest first."""


def relevance_by_text(found: Sequence[Found]) -> dict[str, Relevance]:
    """Give the relevance of every text that is evidence, by its id (a line's, or an entry's for its header)."""
    credit_by_text: dict[str, dict[str, float]] = {}
    weights: dict[str, float] = {}
    for one in found:
        weights[one.requirement.id] = one.requirement.weight
        if one.requirement.kind == "years":
            continue  # a period is no statement that could stand earlier or later
        for occurrence in one.occurrences:
            by_requirement = credit_by_text.setdefault(occurrence.text_id, {})
            by_requirement[one.requirement.id] = max(by_requirement.get(one.requirement.id, 0.0), occurrence.credit)
    return {text_id: _relevance(by_requirement, weights) for text_id, by_requirement in credit_by_text.items()}


def _relevance(credit_by_requirement: dict[str, float], weights: dict[str, float]) -> Relevance:
    values = {name: weights[name] * credit for name, credit in credit_by_requirement.items() if credit > 0}
    return Relevance(
        weight=round(sum(values.values()), 4),
        serves=tuple(sorted(values, key=lambda name: -values[name])),  # stable: the posting's order decides last
    )


def together(parts: Sequence[Relevance]) -> Relevance:
    """Add the relevance of several texts; whom several of them serve is named once, in the order met."""
    return Relevance(
        weight=round(sum(part.weight for part in parts), 4),
        serves=tuple(dict.fromkeys(name for part in parts for name in part.serves)),
    )
