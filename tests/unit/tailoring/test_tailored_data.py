"""The writing side over the real résumés and postings: bars of quality, and that nothing is ever invented or lost."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from statistics import median

import pytest

from agents.tailoring.applying import apply
from agents.tailoring.guard.conservation import origin_of, source_lines
from agents.tailoring.lexicon import words
from agents.tailoring.matching import match
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan
from agents.tailoring.polish import polish
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from contracts.documents import OptimisedDoc, Patch
from tests.support.corpus import all_different_pairs, postings, resumes, same_sector_pairs
from tests.support.tailored import TODAY, lexicon, objections

pytestmark = pytest.mark.data


@cache
def pair(resume: str, posting: str) -> Materials:
    """Read a pair."""
    resume_source = source_text("resume", resumes()[resume])
    posting_source = source_text("posting", postings()[posting])
    return Materials(
        resume=read_resume(resume_source, None, lexicon()),
        job=read_posting(posting_source, lexicon()),
        resume_source=resume_source,
        posting_source=posting_source,
        today=TODAY,
    )


def tailor(made: Materials) -> OptimisedDoc:
    """Take a pair through planning, writing and polishing."""
    report = match(made.resume, made.job, lexicon(), made.today)
    return polish(apply(made, plan(made, report, lexicon()), lexicon()), made, lexicon()).doc


def applied(doc: OptimisedDoc) -> Iterator[Patch]:
    """Walk the planned patches that were applied; the polish's edits serve nobody and do not count."""
    return (patch for patch in doc.patches if patch.status == "applied" and patch.engine == "rules")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("resume", sorted(resumes()) if resumes() else [])
def test_every_statement_stands_in_its_source_and_nothing_is_lost(resume: str) -> None:
    """With each of the twenty postings: no violation; every entry and bullet is in the result or listed as dropped."""
    for posting in postings():
        made = pair(resume, posting)
        doc = tailor(made)
        assert objections(doc, made) == [], (resume, posting)
        lines = {
            origin_of(line.id)
            for section in doc.sections
            for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]
        }
        dropped = {(one.span.start, one.span.end) for one in doc.dropped}
        assert all(one.reason for one in doc.dropped)
        entries = {entry.id for section in doc.sections for entry in section.entries}
        assert entries == {entry.id for section in made.resume.sections for entry in section.entries}
        for bullet, _ in source_lines(made.resume):
            assert bullet.id in lines or (bullet.span.start, bullet.span.end) in dropped


@pytest.mark.timeout(300)
def test_twenty_pairs_of_different_files_get_patches_that_serve() -> None:
    """At least 60 patches of four kinds over twenty pairs, some in eighteen, each naming a requirement."""
    kinds: Counter[str] = Counter()
    with_patches = 0
    for resume, posting in all_different_pairs():
        made = pair(resume, posting)
        known = {requirement.id for requirement in made.job.requirements}
        found = list(applied(tailor(made)))
        assert all(patch.serves and set(patch.serves) <= known for patch in found)
        kinds.update(patch.op for patch in found)
        with_patches += bool(found)
    assert sum(kinds.values()) >= 60, kinds
    assert len(kinds) >= 4
    assert with_patches >= 18


def score(resume: str, posting: str) -> float:
    """Give the match score of a pair."""
    made = pair(resume, posting)
    return match(made.resume, made.job, lexicon(), made.today).score.value


def test_a_resume_matches_postings_of_its_sector_above_its_median() -> None:
    """In at least 10 of the 12 pairs of one sector the score is above the median of the other postings."""
    above = 0
    for resume, posting in same_sector_pairs():
        others = [score(resume, other) for other in postings() if other != posting]
        above += score(resume, posting) > median(others)
    assert above >= 10


def test_no_pair_gets_a_lower_score() -> None:
    """The honest lift is small; it is never negative."""
    for resume, posting in [*same_sector_pairs(), *all_different_pairs()]:
        made = pair(resume, posting)
        report = match(made.resume, made.job, lexicon(), made.today)
        planned = plan(made, report, lexicon())
        assert sum(patch.expected_delta for patch in planned.patches) >= -0.05


def test_the_same_resume_is_tailored_to_each_posting() -> None:
    """Two postings give different scores and different patches."""
    for resume, posting in same_sector_pairs():
        other = next(name for name in postings() if name != posting)
        one, two = pair(resume, posting), pair(resume, other)
        assert score(resume, posting) != score(resume, other)
        assert [patch.after for patch in applied(tailor(one))] != [patch.after for patch in applied(tailor(two))] or (
            [patch.serves for patch in applied(tailor(one))] != [patch.serves for patch in applied(tailor(two))]
        )


def test_no_skill_of_a_posting_enters_a_resume() -> None:
    """Across sectors and within: what a result names, the source names, by that name or another of the same thing."""
    for resume, posting in [*same_sector_pairs(), *all_different_pairs()]:
        made = pair(resume, posting)
        doc = tailor(made)
        named = {hit.term for hit in lexicon().find(made.resume_source.text)}
        source = {token.text.lower() for token in words(made.resume_source.text)}
        for section in doc.sections:
            for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]:
                for hit in lexicon().find(line.text):
                    literal = {token.text.lower() for token in words(hit.surface)} <= source
                    assert hit.term in named or literal, (resume, posting, hit.term)
