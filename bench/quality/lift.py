"""Q10: what tailoring adds to the match score of pairs of one sector, with the share of each part."""

from statistics import median

from agents.tailoring.weights import MATCH_SCORE
from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.tailored import Tailored

_ROUNDING = 0.005


def lift(data: Data) -> list[Measure]:
    """Measure the lift of the match score, before to after, of the listed pairs."""
    listed = set(data.pairs)
    pairs = [one for one in data.tailored if (one.resume, one.posting) in listed]
    lifts = sorted(_lift(one) for one in pairs)
    fallen = {one.resume: [one.posting] for one in pairs if _lift(one) < -_ROUNDING}
    counts = f"points; {len(pairs)} pairs, {lifts[0]:+.2f} to {lifts[-1]:+.2f}" if lifts else "no pairs"
    each: dict[str, list[str]] = {}
    for one in pairs:
        each.setdefault(one.resume, []).append(f"{one.posting}: {_lift(one):+.2f} ({_parts(one)})")
    return [
        Measure("Q10", "median lift of the match score", median(lifts) if lifts else None, counts, each),
        share("Q10n", "pairs whose score does not fall", len(pairs) - len(fallen), len(pairs), fallen),
        *(
            Measure(f"Q10{name[0]}", f"of it, mean of {name}", _mean(pairs, name), "points", {})
            for name in sorted(MATCH_SCORE)
        ),
    ]


def _lift(one: Tailored) -> float:
    return one.after["match_score"] - one.before["match_score"]


def _part(one: Tailored, name: str) -> float:
    """Give the points of the match score that a part contributed; parts that are unknown weigh nothing."""
    known = sum(weight for part, weight in MATCH_SCORE.items() if part in one.after)
    if name not in one.after or name not in one.before:
        return 0.0
    return MATCH_SCORE[name] / known * (one.after[name] - one.before[name])


def _mean(pairs: list[Tailored], name: str) -> float | None:
    return sum(_part(one, name) for one in pairs) / len(pairs) if pairs else None


def _parts(one: Tailored) -> str:
    moved = {name: _part(one, name) for name in sorted(MATCH_SCORE)}
    return ", ".join(f"{name} {points:+.2f}" for name, points in moved.items() if abs(points) >= _ROUNDING) or "none"
