"""Q8: lies of every class about real résumés, and how many of them the guard lets pass."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import msgspec

from agents.tailoring.applying import unchanged
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.materials import Materials
from bench.quality.data import Data
from bench.quality.measures import Measure, noted, share
from bench.quality.pool import spread
from bench.quality.tailored import materials, posting_of
from contracts.documents import OptimisedDoc
from tests.support.mutations import MUTATIONS, add_one_of

_LIES: Final = 50
"""Different ones, of each class about each résumé."""
_TRIES: Final = 400
"""Where a résumé is short the same lie comes up again; it is not counted twice."""
CLASSES: Final = (*MUTATIONS, "add_wanted_skill")


class Told(NamedTuple):
    """What became of the lies of one class about one résumé."""

    resume: str
    kind: str
    told: int
    passed: tuple[int, ...]
    """Which of them passed, by their number."""


def guarding(data: Data) -> list[Measure]:
    """Measure for each class of lies the share that is caught."""
    tried = spread(partial(_about, data.folder, data.names("jobs")), data.names("resumes"))
    told = [one for of_one in tried for one in of_one]
    rows: list[Measure] = []
    for kind in CLASSES:
        of_kind = [one for one in told if one.kind == kind]
        every = sum(one.told for one in of_kind)
        passed: dict[str, list[str]] = defaultdict(list)
        for one in of_kind:
            passed[one.resume].extend(f"lie {number}" for number in one.passed)
        caught = every - sum(len(one.passed) for one in of_kind)
        row = share(f"Q8.{kind}", f"lies caught: {kind.replace('_', ' ')}", caught, every, noted(passed.items()))
        about = sum(bool(one.told) for one in of_kind)
        rows.append(row._replace(counts=f"{row.counts}, about {about} résumés"))
    return rows


def _about(folder: Path, postings: list[str], resume: str) -> list[Told]:
    made = materials(folder, resume, postings[0])
    truth = unchanged(made.resume, made.sources)
    reader = Reader(Lexicon.load())
    found: list[Told] = []
    for kind in CLASSES:
        lies = list(_lies(kind, truth, Random(f"{kind}/{resume}"), _wanted(folder, postings, made)))
        passed = tuple(number for number, lie in enumerate(lies) if not _is_caught(lie, made, reader))
        found.append(Told(resume, kind, len(lies), passed))
    return found


def _lies(kind: str, truth: OptimisedDoc, rng: Random, wanted: tuple[str, ...]) -> Iterator[OptimisedDoc]:
    tell: Callable[[OptimisedDoc, Random], OptimisedDoc | None] = (
        partial(add_one_of, wanted) if kind == "add_wanted_skill" else MUTATIONS[kind]
    )
    told = {msgspec.json.encode(truth)}  # what changes nothing is no lie
    for _ in range(_TRIES):
        lie = tell(truth, rng)
        if lie is None or len(told) > _LIES:
            return
        as_bytes = msgspec.json.encode(lie)
        if as_bytes not in told:
            told.add(as_bytes)
            yield lie


def _is_caught(lie: OptimisedDoc, made: Materials, reader: Reader) -> bool:
    """Tell whether the guard objects; that something is missing is no objection to what is said."""
    violations = check_document(lie, made.resume, made.sources, reader, made.today)
    return any(one.check != "conservation" for one in violations)


def _wanted(folder: Path, postings: list[str], made: Materials) -> tuple[str, ...]:
    """List the skills that real postings ask for and this résumé does not name."""
    lexicon = Lexicon.load()
    held = {hit.term for hit in lexicon.find(made.resume_source.text)}
    said = {token.text.lower() for token in words(made.resume_source.text)}
    return tuple(
        term
        for term in _asked(folder, tuple(postings))
        if term not in held and not {token.text.lower() for token in words(term)} <= said
    )


@cache
def _asked(folder: Path, postings: tuple[str, ...]) -> tuple[str, ...]:
    """List the skills that these postings ask for, by their names in the lexicon."""
    lexicon = Lexicon.load()
    asked = {
        term
        for name in postings
        for requirement in posting_of(folder, name)[1].requirements
        if requirement.kind == "skill"
        for term in (*requirement.terms, *requirement.any_of)
    }
    return tuple(sorted(term for term in asked if lexicon.term(term) == term))
