"""Q6: what each sentence of a posting tells, against what people labelled."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.text import source_text
from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.offsets import carried
from contracts.documents import Zone, ZoneType

_LABELS: Final[dict[ZoneType, str]] = {
    "must": "must", "preferred": "preferred", "duties": "duty", "benefits": "benefit", "pay": "benefit",
}  # fmt: skip
"""The label that a zone means; any other zone is `other`."""


def zones(data: Data) -> Iterator[Measure]:
    """Measure the sentences whose zone is right: all (Q6), and those of each label."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for name, labels in data.labels.get("zones", {}).items():
        raw = data.raw("jobs", name)
        source = source_text("posting", raw)
        places = carried(raw, source.text)
        read = read_posting(source, Lexicon.load()).zones
        for label, spans in labels.items():
            for start, end in spans:
                found = _told(read, places[start], places[end])
                total[label] += 1
                if found == label:
                    right[label] += 1
                else:
                    line = raw.count("\n", 0, start) + 1
                    missed.setdefault(name, []).append(f"line {line}, at {start}: {label} read as {found}")
    yield share("Q6", "sentences of postings in their zone", right.total(), total.total(), missed)
    for label in sorted(total):
        yield share(f"Q6.{label}", f"of them, those of {label}", right[label], total[label], {})


def _told(read: list[Zone], start: int, end: int) -> str:
    """Give the label of the zone that most of a sentence lies in."""
    lies: Counter[str] = Counter()
    for zone in read:
        shared = min(end, zone.span.end) - max(start, zone.span.start)
        if shared > 0:
            lies[_LABELS.get(zone.type, "other")] += shared
    return lies.most_common(1)[0][0] if lies else "nothing"
