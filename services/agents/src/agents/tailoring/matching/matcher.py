"""Matches a résumé with a posting, for the report and, again and again, for the price of a patch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agents.tailoring.evidence import Found, Index, Occurrence, Reader, judge
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.scoring import match_score
from agents.tailoring.views import View, view_of_resume
from contracts.documents import Evidence, Fact, FactId, JobDoc, MatchReport, RequirementMatch, ResumeDoc, Score

_MOST_EVIDENCE = 5
_STRONG_PLACES = frozenset({"experience", "project"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A view judged against a posting: what `match` reports, before it is written down."""

    found: tuple[Found, ...]
    index: Index
    score: Score


def match(resume: ResumeDoc, job: JobDoc, lexicon: Lexicon, today: date) -> MatchReport:
    """Match a résumé with a posting.

    Args:
        resume: The résumé as read.
        job: The posting as read.
        lexicon: Names and their variants.
        today: The day of the job's start: ongoing roles are counted to it.

    Returns:
        Every requirement in the posting's order; gaps and strengths heaviest first.
    """
    judgement = judge_view(view_of_resume(resume), job, Reader(lexicon), today)
    facts = _facts_by_text(resume)
    met = [one for one in judgement.found if one.status == "met" and _is_strong(one)]
    missing = [one for one in judgement.found if one.status == "missing"]
    return MatchReport(
        requirements=[_reported(one, facts) for one in judgement.found],
        gaps=[one.requirement.id for one in _heaviest_first(missing)],
        strengths=[one.requirement.id for one in _heaviest_first(met)],
        score=judgement.score,
    )


def judge_view(view: View, job: JobDoc, reader: Reader, today: date) -> Judgement:
    """Judge every requirement of a posting against a view, and score it."""
    index = Index(view, reader)
    found = tuple(judge(requirement, index, today) for requirement in job.requirements)
    return Judgement(found, index, match_score(found, job, index))


def _heaviest_first(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: -one.requirement.weight)  # stable: the posting's order decides last


def _is_strong(found: Found) -> bool:
    return any(occurrence.place in _STRONG_PLACES for occurrence in found.occurrences)


def _reported(found: Found, facts: Mapping[str, list[Fact]]) -> RequirementMatch:
    return RequirementMatch(
        requirement_id=found.requirement.id,
        level=found.requirement.level,
        kind=found.requirement.kind,
        status=found.status,
        credit=round(found.credit, 4),
        weight=found.requirement.weight,
        evidence=[_evidence(one, facts.get(one.text_id, [])) for one in found.occurrences[:_MOST_EVIDENCE]],
        term=found.term,
    )


def _evidence(occurrence: Occurrence, facts: list[Fact]) -> Evidence:
    return Evidence(fact_id=cited_fact(occurrence, facts), how=occurrence.how, place=occurrence.place)


def cited_fact(occurrence: Occurrence, facts: list[Fact]) -> FactId:
    """Choose the fact to cite: the name that was found, else the statement, else whatever the text says first.

    A text without a fact of its own (a headline) is cited by its own id.
    """
    for fact in facts:
        if fact.kind != "bullet" and fact.value.lower() in {occurrence.surface.lower(), occurrence.term.lower()}:
            return fact.id
    for fact in facts:
        if fact.kind == "bullet":
            return fact.id
    return facts[0].id if facts else occurrence.text_id


def _facts_by_text(resume: ResumeDoc) -> dict[str, list[Fact]]:
    """Group the facts by the line that they stand in, by their entry where they stand in its header."""
    lines = [
        (bullet.span, bullet.id)
        for section in resume.sections
        for bullet in (*section.lines, *(bullet for entry in section.entries for bullet in entry.bullets))
    ]
    grouped: dict[str, list[Fact]] = {}
    for fact in resume.facts:
        home = next(
            (
                line_id
                for span, line_id in lines
                if span.source == fact.span.source and span.start <= fact.span.start and fact.span.end <= span.end
            ),
            fact.entry_id,
        )
        if home is not None:
            grouped.setdefault(home, []).append(fact)
    return grouped
