"""Q7 nothing invented, Q11 nothing of the posting enters, Q12 nothing lost: over every résumé with every posting."""

from collections import defaultdict
from collections.abc import Iterable

from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.tailored import Tailored

_MOST_CHANGE = 1.0
"""Points of `requirements_match`: rewording moves evidence from a list into a sentence, and does no more."""


def honesty(data: Data) -> list[Measure]:
    """Measure which pairs are clean of inventions, of the posting's skills, and of losses."""
    made = data.tailored
    fabricated = sum(len(one.fabricated) for one in made)
    unexplained = sum(len(one.unexplained) for one in made)
    parts = sum(one.parts for one in made)
    lost = sum(len(one.lost) for one in made)
    foreign = [one for one in made if (one.resume, one.posting) not in set(data.pairs)]
    return [
        _pairs("Q7", "nothing invented", made, [(*one.fabricated, *one.unexplained) for one in made])._replace(
            counts=f"{fabricated} by the guard, {unexplained} by a count without it, in {len(made)} pairs"
        ),
        _pairs("Q11", "no skill of the posting enters", made, [one.entering for one in made]),
        _pairs("Q11r", "requirements_match moves ≤ 1", foreign, [_moved(one) for one in foreign]),
        share("Q12", "entries and lines accounted for", parts - lost, parts, _by_file((one, one.lost) for one in made)),
    ]


def _pairs(
    id: str,  # noqa: A002 - as in Measure
    what: str,
    pairs: list[Tailored],
    wrong: list[tuple[str, ...]],
) -> Measure:
    clean = sum(not notes for notes in wrong)
    return share(id, what, clean, len(pairs), _by_file(zip(pairs, wrong, strict=True)))


def _moved(one: Tailored) -> tuple[str, ...]:
    before, after = one.before.get("requirements_match"), one.after.get("requirements_match")
    if before is None or after is None or abs(after - before) <= _MOST_CHANGE:
        return ()
    return (f"{after - before:+.2f}",)


def _by_file(noted: Iterable[tuple[Tailored, tuple[str, ...]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, notes in noted:
        if notes:
            found[one.resume].append(f"{one.posting}: {', '.join(notes)}")
    return dict(found)
