"""A weighted mean that says what it could not know."""

from collections.abc import Mapping

from agents.tailoring.weights import SCORE_VERSION
from contracts.documents import Score

_DECIMALS = 2


def combine(parts: Mapping[str, float | None], part_weights: Mapping[str, float]) -> Score:
    """Combine parts of 0 to 100 into a score.

    A part that is None cannot be known: it is left out, the rest is weighed anew, and its name stands in `unknown`.
    Nothing known at all gives 0 with every part unknown.
    """
    known = {name: value for name, value in parts.items() if value is not None}
    total = sum(part_weights[name] for name in known)
    value = sum(part_weights[name] * value for name, value in known.items()) / total if total else 0.0
    return Score(
        value=round(value, _DECIMALS),
        parts={name: round(value, _DECIMALS) for name, value in known.items()},
        unknown=[name for name, value in parts.items() if value is None],
        score_version=SCORE_VERSION,
    )


def mean(values: Mapping[str, float | None]) -> Score:
    """Combine parts that weigh the same."""
    return combine(values, dict.fromkeys(values, 1.0))
