"""Q4: titles, employers, degrees and schools, against spans that people marked (noisily)."""

from typing import Final

from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.offsets import carried
from contracts.documents import FactKind

_KINDS: Final[dict[str, frozenset[FactKind]]] = {
    "Designation": frozenset({"title", "contact"}),
    "Companies worked at": frozenset({"employer", "contact"}),
    "Degree": frozenset({"degree"}),
    "College Name": frozenset({"school"}),
}
"""A headline such as "Analyst - Acme" is a fact of the contact, and names both."""


def entities(data: Data) -> Measure:
    """Measure which marked spans overlap a fact of their kind; a span that is marked twice counts once."""
    found = total = 0
    missed: dict[str, list[str]] = {}
    for name, (source, resume) in data.resumes.items():
        labels = data.gold("resume", name).get("entities", ())
        places = carried(data.raw("resumes", name), source.text)
        marked = sorted({(one["label"], one["start"], one["end"]) for one in labels if one["label"] in _KINDS})
        for label, start, end in marked:
            low, high = places[start], places[end]
            total += 1
            if any(f.kind in _KINDS[label] and f.span.start < high and low < f.span.end for f in resume.facts):
                found += 1
            else:
                missed.setdefault(name, []).append(f"{label} at {start}-{end}")
    return share("Q4", "titles, employers, degrees, schools", found, total, missed)
