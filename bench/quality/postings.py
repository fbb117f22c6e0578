"""Q5: the skills that a posting was read to ask for, against those that experts marked."""

from collections.abc import Iterable

from agents.tailoring.lexicon import Hit, fold, words
from bench.quality.data import Data
from bench.quality.measures import Measure, share
from bench.quality.offsets import carried
from contracts.documents import JobDoc

_KINDS = frozenset({"skill", "soft", "cert", "licence", "language", "degree"})
_MOST_NOTES = 12


def skills(data: Data) -> list[Measure]:
    """Measure unique terms and marked spans, for each kind of posting and for all.

    A term is right where one of its namings overlaps a span that experts marked as skill or knowledge; a marked span
    of knowledge is found where a naming of any term overlaps it.
    """
    tech = frozenset(data.labels.get("tech", ()))
    rows: list[Measure] = []
    marked = {name for name in data.postings if "knowledge" in data.gold("posting", name)}
    for suffix, what, names in (
        ("", "all", sorted(marked)),
        ("t", "tech", sorted(marked & tech)),
        ("h", "house", sorted(marked - tech)),
    ):
        rows.extend(_of(data, names, suffix, what))
    return rows


def _of(data: Data, names: Iterable[str], suffix: str, what: str) -> list[Measure]:
    right = terms = found = spans = 0
    wrong: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for name in names:
        source, job = data.postings[name]
        gold = data.gold("posting", name)
        places = carried(data.raw("jobs", name), source.text)
        knowledge = [(places[one["start"]], places[one["end"]]) for one in gold["knowledge"] if one["text"].strip()]
        marked = knowledge + [(places[one["start"]], places[one["end"]]) for one in gold["skill"]]
        named = _namings(job, source.text, data)
        good = [term for term, hits in named.items() if any(_overlaps(hit, marked) for hit in hits)]
        every = [hit for hits in named.values() for hit in hits]
        missed = [span for span in knowledge if not any(hit[0] < span[1] and span[0] < hit[1] for hit in every)]
        right, terms = right + len(good), terms + len(named)
        found, spans = found + len(knowledge) - len(missed), spans + len(knowledge)
        wrong[name] = [f"{len(named) - len(good)} of {len(named)} terms"]
        lost[name] = [
            f"{len(missed)} of {len(knowledge)} spans",
            *(f"at {start}-{end}" for start, end in missed[:_MOST_NOTES]),
        ]
    return [
        share(f"Q5p{suffix}", f"skill terms, precision, {what}", right, terms, {} if suffix else wrong),
        share(f"Q5r{suffix}", f"knowledge spans, recall, {what}", found, spans, {} if suffix else lost),
    ]


def _overlaps(hit: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(hit[0] < end and start < hit[1] for start, end in spans)


def _namings(job: JobDoc, text: str, data: Data) -> dict[str, list[tuple[int, int]]]:
    """Find where the text names the terms that requirements ask for."""
    asked = {
        term
        for requirement in job.requirements
        if requirement.kind in _KINDS
        for term in (*requirement.terms, *requirement.any_of)
    }
    named: dict[str, list[tuple[int, int]]] = {}
    hits: list[Hit] = data.lexicon.find(text)
    for hit in hits:
        if hit.term in asked:
            named.setdefault(hit.term, []).append((hit.start, hit.end))
    tokens = words(text)
    folded = [fold(token.text) for token in tokens]
    for term in sorted(asked - set(named)):
        keys = [fold(token.text) for token in words(term)]
        starts = (number for number in range(len(tokens)) if folded[number : number + len(keys)] == keys)
        places = [(tokens[start].start, tokens[start + len(keys) - 1].end) for start in starts]
        if places:
            named[term] = places
    return named
