"""Résumés and postings made up for the tests of the writing side: from our samples, and built by hand."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from agents.tailoring.applying import apply, unchanged
from agents.tailoring.evidence import Index, Reader
from agents.tailoring.guard import Violation, check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.matching import match
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from agents.tailoring.views import view_of_resume
from contracts.documents import (
    JobDoc,
    Keyword,
    Keywords,
    MatchReport,
    OptimisedDoc,
    Plan,
    Requirement,
    RequirementKind,
    RequirementLevel,
    Span,
)

TODAY: Final = date(2026, 11, 22)
SAMPLES: Final = Path(__file__).parents[2] / "web" / "public" / "samples"
TRADES: Final = ("nurse", "backend-engineer", "electrician")
NOWHERE: Final = Span(source="posting", start=0, end=1)

RESUME: Final = """\
Ines Halvorsen
ines.halvorsen@example.com | 555-0134 | Bergen, NY | linkedin.com/in/ines-example

Summary
Operations analyst with an eye for numbers.

Experience
Operations Analyst, Fjordline Logistics, Bergen, NY
Mar 2020 - Present
- Responsible for maintaining the weekly capacity report for 35 depots
- Built dashboards in JS and SQL for a team of 6 planners
- Assisted the finance team with the yearly audit of 1,200 invoices
- Did not exceed the budget of $40K in any year

Junior Analyst, Nordal Foods, Bergen, NY
Jun 2016 - Feb 2020
- Prepared stock reports in Excel
- Trained five colleagues on the new warehouse system

Education
B.S. in Statistics, Hardanger College, Bergen, NY
2012 - 2016

Certifications
- Certified Supply Chain Professional (CSCP)

Skills
SQL, Excel, forecasting, reporting
"""
"""A short résumé with something of everything: a weak opening, an alias, numbers, a helper's part, a negation."""


def lexicon() -> Lexicon:
    """Give the lexicon."""
    return Lexicon.load()


@cache
def reader() -> Reader:
    """Give a reader that remembers over tests: it is a memo of pure functions."""
    return Reader(lexicon())


def sample(trade: str, posting: str | None = None) -> Materials:
    """Read one of our samples; with the posting of another trade where one is named."""
    return materials(
        (SAMPLES / trade / "resume.txt").read_text("utf-8"),
        (SAMPLES / (posting or trade) / "posting.txt").read_text("utf-8"),
    )


@cache
def materials(resume: str, posting: str = "Analyst\n\nRequirements\n- SQL\n", profile: str | None = None) -> Materials:
    """Read texts into materials."""
    resume_source, posting_source = source_text("resume", resume), source_text("posting", posting)
    profile_source = source_text("profile", profile) if profile is not None else None
    return Materials(
        resume=read_resume(resume_source, profile_source, lexicon()),
        job=read_posting(posting_source, lexicon()),
        resume_source=resume_source,
        posting_source=posting_source,
        profile_source=profile_source,
        today=TODAY,
    )


def asking(
    *requirements: Requirement, title: str | None = None, p1: Sequence[str] = (), p2: Sequence[str] = ()
) -> JobDoc:
    """Make a posting by hand."""
    keywords = Keywords(p1=[Keyword(term=term) for term in p1], p2=[Keyword(term=term) for term in p2])
    return JobDoc(title=title, requirements=list(requirements), keywords=keywords)


def requirement(  # noqa: PLR0913 - the fields of one
    *terms: str,
    kind: RequirementKind = "skill",
    level: RequirementLevel = "must",
    text: str = "",
    any_of: Sequence[str] = (),
    years: float | None = None,
    weight: float = 3.0,
    name: str = "r1",
) -> Requirement:
    """Make a requirement by hand."""
    return Requirement(
        id=name,
        text=text or " ".join(terms) or kind,
        span=NOWHERE,
        level=level,
        kind=kind,
        terms=list(terms),
        any_of=list(any_of),
        years=years,
        weight=weight,
    )


def with_job(made: Materials, job: JobDoc) -> Materials:
    """Give the same résumé for another posting."""
    return Materials(
        resume=made.resume,
        job=job,
        resume_source=made.resume_source,
        posting_source=made.posting_source,
        profile_source=made.profile_source,
        today=made.today,
    )


def index_of(resume: str) -> Index:
    """Index a résumé."""
    return Index(view_of_resume(materials(resume).resume), reader())


def planned(made: Materials) -> tuple[MatchReport, Plan]:
    """Match and plan."""
    report = match(made.resume, made.job, lexicon(), made.today)
    return report, plan(made, report, lexicon())


def tailored(made: Materials) -> OptimisedDoc:
    """Match, plan and apply."""
    return apply(made, planned(made)[1], lexicon())


def draft(made: Materials) -> OptimisedDoc:
    """Give the résumé as it is, in the shape of a result."""
    return unchanged(made.resume, made.sources)


def objections(doc: OptimisedDoc, made: Materials) -> list[Violation]:
    """List what the guard finds."""
    return check_document(doc, made.resume, made.sources, reader(), made.today)
