"""The four agents that write: their stories, what they hand over, and that no story tells a word of the résumé."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

import pytest
from msgspec.structs import replace

from agents.planning.agent import PlanningAgent
from agents.polishing.agent import PolishingAgent
from agents.polishing.finishing import publish
from agents.sdk import Agent, Document, PermanentError, Progress, StepOutcome, Told
from agents.sdk.testing import given, handed_over
from agents.tailoring.applying import unchanged
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.materials import Materials
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from agents.validating.agent import ValidatingAgent
from agents.writing.agent import WritingAgent
from contracts.documents import MatchReport, OptimisedDoc, Plan, Review, Validation
from contracts.events import DiffChunk, Insight, MetricUpdate, ValidationUpdate
from tests.support.corpus import all_different_pairs, postings, resumes
from tests.support.tailored import TODAY, TRADES, sample


def documents_of(made: Materials) -> dict[str, Document]:
    """Give the documents as the first three steps hand them over."""
    return {
        "resume_source": made.resume_source,
        "posting_source": made.posting_source,
        "profile": made.resume,
        "posting": made.job,
    }


async def story(agent: Agent, documents: Mapping[str, Document]) -> list[Told]:
    """Let an agent handle documents, and give all that it told."""
    agent.prepare()
    return [told async for told in agent.handle(given(documents, started_at=TODAY))]


async def stories(made: Materials) -> dict[str, list[Told]]:
    """Let the four agents work one after the other, each given what those before it handed over."""
    documents = documents_of(made)
    told: dict[str, list[Told]] = {}
    agents: tuple[type[PlanningAgent | WritingAgent | ValidatingAgent | PolishingAgent], ...] = (
        PlanningAgent, WritingAgent, ValidatingAgent, PolishingAgent,
    )  # fmt: skip
    for kind in agents:
        told[kind.step] = await story(kind.create(), documents)
        last = told[kind.step][-1]
        assert isinstance(last, StepOutcome)
        documents |= last.documents
    return told


def milestones(told: Iterable[Told]) -> list[str]:
    """List the milestones, checking that progress never falls."""
    steps = [one for one in told if isinstance(one, Progress)]
    assert all(before.pct <= after.pct for before, after in pairwise(steps))
    return [step.milestone for step in steps if step.milestone]


def sentences(told: Iterable[Told]) -> list[str]:
    """List all that events would say."""
    found: list[str | None] = []
    for one in told:
        match one:
            case Progress(milestone=text) | Insight(message=text):
                found.append(text)
            case ValidationUpdate(message=text, section=section):
                found += [text, section]
            case DiffChunk(summary=text, section=section):
                found += [text, section]
            case _:
                pass
    return [text for text in found if text]


def insights(told: Iterable[Told]) -> list[Insight]:
    """List the insights."""
    return [one for one in told if isinstance(one, Insight)]


def metrics(told: Iterable[Told]) -> dict[str, float]:
    """Give the metrics by key."""
    return {one.key: one.value for one in told if isinstance(one, MetricUpdate)}


@pytest.mark.parametrize("trade", TRADES)
async def test_each_step_tells_a_story_of_what_it_did(trade: str) -> None:
    """Three milestones a step at least, insights of 80 characters at most, verdicts of both phases, every metric."""
    told = await stories(sample(trade))
    assert all(len(milestones(of_step)) >= 3 for of_step in told.values())
    assert all(
        len(one.message) <= 80 for of_step in told.values() for one in insights(of_step) if one.category != "warning"
    )
    assert sum(len(insights(of_step)) for of_step in told.values()) >= 5
    assert {"match_score_before", "must_have_met", "gaps_critical", "patches_planned"} <= metrics(
        told["planning"]
    ).keys()
    assert {"patches_applied", "patches_rejected", "bullets_reworded", "keywords_surfaced"} <= metrics(
        told["writing"]
    ).keys()
    judged = metrics(told["validating"])
    assert judged["fabricated_tokens"] == 0
    assert judged["facts_preserved"] == 100
    assert {"overall_score", "readiness", "match_score_after", "match_lift"} <= judged.keys()
    assert {"pages", "words", "round_trip_ok"} <= metrics(told["polishing"]).keys()
    verdicts = [one for one in told["validating"] if isinstance(one, ValidationUpdate)]
    assert len(verdicts) == 34
    assert {one.phase for one in verdicts} == {"after"}
    assert {one.phase for one in told["planning"] if isinstance(one, ValidationUpdate)} == {"before"}


async def test_insights_name_requirements_and_gaps_of_this_posting() -> None:
    """Three of them at least name something that this posting asks for; another posting is told of otherwise."""
    one, other = sample("nurse"), sample("nurse", "electrician")
    told, told_other = await stories(one), await stories(other)
    terms = [term.lower() for req in one.job.requirements for term in (*req.terms, *req.any_of)]
    naming = [found for found in insights(told["planning"]) if any(term in found.message.lower() for term in terms)]
    assert len(naming) >= 3
    assert any(found.category == "gap" for found in naming)
    assert {found.message for found in insights(told["planning"])} != {
        found.message for found in insights(told_other["planning"])
    }
    assert metrics(told["planning"])["match_score_before"] != metrics(told_other["planning"])["match_score_before"]


async def test_documents_are_handed_from_step_to_step() -> None:
    """Match and plan, draft and its text, verdict, result with its texts and reports."""
    told = await stories(sample("electrician"))
    report = handed_over(told["planning"], "match", MatchReport)
    plan = handed_over(told["planning"], "plan", Plan)
    draft = handed_over(told["writing"], "draft", OptimisedDoc)
    result = handed_over(told["polishing"], "result", OptimisedDoc)
    assert len(draft.patches) == len(plan.patches)
    assert result.polished
    assert not draft.polished
    assert handed_over(told["validating"], "validation", Validation).match_before == report.score
    review = handed_over(told["polishing"], "review", Review)
    assert handed_over(told["polishing"], "resume.md", str) == review.markdown
    assert handed_over(told["polishing"], "resume.txt", str) == review.plain_text
    for name in ("report.json", "report.md"):
        assert handed_over(told["polishing"], name, str)


@pytest.mark.parametrize("trade", TRADES)
async def test_files_are_handed_over_and_read_back(trade: str) -> None:
    """DOCX and PDF are what their names say; rules on files, put off before, are told, and scores with them."""
    stories_told = await stories(sample(trade))
    put_off = {one.rule_id: one.status for one in stories_told["validating"] if isinstance(one, ValidationUpdate)}
    assert (put_off["FMT-01"], put_off["FMT-02"], put_off["FMT-09"]) == ("n/a", "n/a", "n/a")
    told = stories_told["polishing"]
    assert handed_over(told, "resume.docx", bytes).startswith(b"PK")
    assert handed_over(told, "resume.pdf", bytes).startswith(b"%PDF-")
    verdicts = {one.rule_id: one.status for one in told if isinstance(one, ValidationUpdate)}
    assert verdicts == {"FMT-01": "pass", "FMT-02": "pass", "FMT-03": "pass", "FMT-09": "pass"}
    validation = handed_over(told, "validation", Validation)
    numbers = metrics(told)
    assert numbers["round_trip_ok"] == 1
    assert (numbers["overall_score"], numbers["readiness"]) == (validation.overall, validation.readiness)
    assert numbers["pages"] == handed_over(told, "review", Review).pages


def test_a_file_that_does_not_read_back_is_handed_over_and_marked() -> None:
    """A heading that reads as none in a file: both files are there, FMT-09 fails and says what differs."""
    made = sample("nurse")
    doc = unchanged(made.resume, made.sources)
    odd = replace(
        doc, sections=[replace(doc.sections[0], heading="What I did, all in all, since 2004"), *doc.sections[1:]]
    )
    published = publish(odd, made, Lexicon.load())
    assert not published.reads_back
    assert published.files.docx
    assert published.files.pdf
    verdict = next(rule for rule in published.verdicts if rule.rule_id == "FMT-09")
    assert verdict.status == "fail"
    assert "headings" in verdict.message


async def test_the_draft_says_that_it_is_unpolished_and_the_result_does_not() -> None:
    """Where the polish fails, what writing made is still there, and says what it is."""
    told = await stories(sample("nurse"))
    draft, result = handed_over(told["writing"], "resume.md", str), handed_over(told["polishing"], "resume.md", str)
    assert "unpolished" in draft.lower()
    assert "unpolished" not in result.lower()
    assert "# Marisol Etcheverry" in draft


async def test_every_applied_change_is_told_with_its_ref() -> None:
    """One diff an applied patch, by its place and never by its words; the ref holds the words."""
    made = sample("backend-engineer")
    told = await stories(made)
    draft = handed_over(told["writing"], "draft", OptimisedDoc)
    diffs = [one for one in told["writing"] if isinstance(one, DiffChunk)]
    assert [one.patch_id for one in diffs] == [patch.id for patch in draft.patches if patch.status == "applied"]
    assert all(".draft." in one.ref for one in diffs)
    edits = [one for one in told["polishing"] if isinstance(one, DiffChunk)]
    assert all(".result." in one.ref for one in edits)


async def test_a_draft_with_a_lie_is_not_handed_on() -> None:
    """Fail-closed: what the guard objects to ends the job, with a code and without a word of the résumé."""
    made = sample("nurse")
    told = await story(PlanningAgent.create(), documents_of(made))
    planned = told[-1]
    assert isinstance(planned, StepOutcome)
    written = await story(WritingAgent.create(), documents_of(made) | planned.documents)
    draft = handed_over(written, "draft", OptimisedDoc)
    sections = [
        replace(section, entries=[replace(entry, title="Chief Nurse") for entry in section.entries])
        if section.type == "experience"
        else section
        for section in draft.sections
    ]
    documents = documents_of(made) | planned.documents | {"draft": replace(draft, sections=sections)}
    for agent in (ValidatingAgent.create(), PolishingAgent.create()):
        with pytest.raises(PermanentError) as refused:
            await story(agent, documents)
        assert refused.value.code == "guard_violation"
        assert "Chief" not in str(refused.value)


def eights(text: str) -> set[tuple[str, ...]]:
    """List the runs of eight words of a text."""
    listed = re.findall(r"\w+", text.lower())
    return {tuple(listed[start : start + 8]) for start in range(len(listed) - 7)}


def leaks(told: Mapping[str, list[Told]], made: Materials) -> list[str]:
    """List the sentences that say something of the résumé that no event may say."""
    runs = eights(made.resume_source.text)
    contact = made.resume.contact
    private = [part.lower() for part in (contact.name, contact.email, contact.phone) if part]
    return [
        sentence
        for of_step in told.values()
        for sentence in sentences(of_step)
        if eights(sentence) & runs or any(part in sentence.lower() for part in private)
    ]


@pytest.mark.parametrize("trade", TRADES)
async def test_no_event_holds_a_word_of_a_sample(trade: str) -> None:
    """No e-mail, telephone number, name, or eight words in a row of the résumé."""
    made = sample(trade)
    assert leaks(await stories(made), made) == []


@pytest.mark.data
@pytest.mark.timeout(300)
async def test_no_event_holds_a_word_of_a_real_resume() -> None:
    """Over twenty real pairs: nothing private, three milestones a step, five insights, some on requirements or gaps."""
    lexicon = Lexicon.load()
    for resume, posting in all_different_pairs():
        resume_source, posting_source = (
            source_text("resume", resumes()[resume]),
            source_text("posting", postings()[posting]),
        )
        made = Materials(
            resume=read_resume(resume_source, None, lexicon),
            job=read_posting(posting_source, lexicon),
            resume_source=resume_source,
            posting_source=posting_source,
            today=TODAY,
        )
        told = await stories(made)
        assert leaks(told, made) == [], (resume, posting)
        assert all(len(milestones(of_step)) >= 3 for of_step in told.values())
        named = [one for one in insights(told["planning"]) if one.category in {"gap", "strength"}]
        assert named, (resume, posting)
        assert sum(len(insights(of_step)) for of_step in told.values()) >= 5
