"""Takes pairs of real texts through the whole engine and keeps what is measured of each, without its text."""

import hashlib
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from agents.tailoring.applying import apply
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import check_document
from agents.tailoring.guard.conservation import origin_of, source_lines
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.matching import match
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan
from agents.tailoring.polish import polish
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.rendering import markdown
from agents.tailoring.text import source_text
from agents.tailoring.validation import validate
from bench.quality.vocabulary import unexplained
from contracts.documents import JobDoc, Line, OptimisedDoc, Patch, SourceText

TODAY: Final = date(2026, 11, 22)
"""The day of every job here: ongoing roles are counted to it."""


class Tailored(NamedTuple):
    """What came of one pair."""

    resume: str
    posting: str
    fabricated: tuple[str, ...]
    """What the guard objects to in the result, `check at line id`; conservation is not among them."""
    unexplained: tuple[str, ...]
    """Ids of the lines with a word or number that the whole résumé has in no form: counted without the guard."""
    entering: tuple[str, ...]
    """Terms that the posting asks for and that only the result names, by id of the line."""
    lost: tuple[str, ...]
    """Entries and lines of the source that are neither in the result nor in `dropped`, by id."""
    parts: int
    """Entries and lines of the source."""
    dropped: int
    before: Mapping[str, float]
    """The match score as `match_score`, and its parts by name."""
    after: Mapping[str, float]
    applied: tuple[str, ...]
    """The operation of each patch that was applied."""
    refused: tuple[str, ...]
    """`operation: reason` of each patch that a gate refused."""
    digest: str
    """Of every document that was made, in bytes."""
    seconds: float
    """Of CPU, from both texts to the validated result."""
    calls: int
    """Attempts to reach a network."""


_calls: list[str] = []


def _count_network(event: str, _arguments: object) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        _calls.append(event)


@cache
def watch_network() -> None:
    """Count what this process tries to reach from here on."""
    sys.addaudithook(_count_network)


def tailor(folder: Path, resume: str, posting: str) -> Tailored:
    """Take one pair through reading, matching, planning, applying, polish and validation."""
    watch_network()
    lexicon = Lexicon.load()
    calls, began = len(_calls), time.process_time()
    made = materials(folder, resume, posting)
    report = match(made.resume, made.job, lexicon, made.today)
    planned = plan(made, report, lexicon)
    doc = polish(apply(made, planned, lexicon), made, lexicon).doc
    validation = validate(doc, made, lexicon)
    seconds = time.process_time() - began
    violations = check_document(doc, made.resume, made.sources, Reader(lexicon), made.today)
    digest = hashlib.sha256(markdown(doc).encode())
    for part in (made.resume, made.job, report, planned, doc, validation):
        digest.update(msgspec.json.encode(part))
    return Tailored(
        resume=resume,
        posting=posting,
        fabricated=tuple(f"{one.check} at {one.line_id}" for one in violations if one.check != "conservation"),
        unexplained=tuple(
            line.id for line in lines_of(doc) if unexplained(line.text, made.resume_source.text, lexicon)
        ),
        entering=tuple(_entering(doc, made, lexicon)),
        lost=tuple(_lost(doc, made)),
        parts=sum(1 for _ in source_lines(made.resume)) + sum(len(one.entries) for one in made.resume.sections),
        dropped=len(doc.dropped),
        before={"match_score": validation.match_before.value, **validation.match_before.parts},
        after={"match_score": validation.match_after.value, **validation.match_after.parts},
        applied=tuple(patch.op for patch in doc.patches if patch.status == "applied"),
        refused=tuple(_reason(patch) for patch in doc.patches if patch.status == "rejected"),
        digest=digest.hexdigest(),
        seconds=seconds,
        calls=len(_calls) - calls,
    )


def materials(folder: Path, resume: str, posting: str) -> Materials:
    """Read a pair; the résumé is read anew each time, as a job does, a posting once in a process."""
    source = source_text("resume", (folder / "resumes" / f"{resume}.txt").read_text("utf-8"))
    posting_source, job = posting_of(folder, posting)
    return Materials(
        resume=read_resume(source, None, Lexicon.load()),
        job=job,
        resume_source=source,
        posting_source=posting_source,
        today=TODAY,
    )


@cache
def posting_of(folder: Path, name: str) -> tuple[SourceText, JobDoc]:
    """Read a posting, once in a process."""
    source = source_text("posting", (folder / "jobs" / f"{name}.txt").read_text("utf-8"))
    return source, read_posting(source, Lexicon.load())


def lines_of(doc: OptimisedDoc) -> Iterator[Line]:
    """Walk all lines of a result."""
    for section in doc.sections:
        yield from section.lines
        for entry in section.entries:
            yield from entry.lines


def _reason(patch: Patch) -> str:
    return f"{patch.op}: {patch.reject_reason}"


def _entering(doc: OptimisedDoc, made: Materials, lexicon: Lexicon) -> Iterator[str]:
    asked = {term for one in made.job.requirements for term in (*one.terms, *one.any_of)}
    wanted = {lexicon.term(term) or term for term in asked}
    held = {hit.term for hit in lexicon.find(made.resume_source.text)}
    said = {token.text.lower() for token in words(made.resume_source.text)}
    for line in lines_of(doc):
        for hit in lexicon.find(line.text):
            literal = {token.text.lower() for token in words(hit.surface)} <= said
            if hit.term in wanted and hit.term not in held and not literal:
                yield line.id


def _lost(doc: OptimisedDoc, made: Materials) -> Iterator[str]:
    """Look for every entry and line by id and place, without the guard."""
    kept = {origin_of(line.id) for line in lines_of(doc)}
    dropped = {(one.span.source, one.span.start, one.span.end) for one in doc.dropped if one.reason}
    for bullet, _ in source_lines(made.resume):
        span = (bullet.span.source, bullet.span.start, bullet.span.end)
        if bullet.text.strip() and bullet.id not in kept and span not in dropped:
            yield bullet.id
    entries = {entry.id for section in doc.sections for entry in section.entries}
    for section in made.resume.sections:
        yield from (entry.id for entry in section.entries if entry.id not in entries)
