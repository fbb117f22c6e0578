"""The three agents that read: their stories, and that no story tells a word of the résumé."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

import msgspec
import pytest

from agents.analyzing.agent import AnalyzingAgent
from agents.analyzing.findings import told_of
from agents.ingesting.agent import IngestingAgent
from agents.profiling.agent import ProfilingAgent
from agents.sdk import Agent, PermanentError, Progress, StepOutcome, Told
from agents.sdk.testing import TEST_JOB, given, handed_over
from agents.tailoring.lexicon import words
from contracts.documents import JobDoc, ResumeDoc, SourceText
from contracts.events import Insight, MetricUpdate, ValidationUpdate
from contracts.refs import ref_for
from tests.support import fictional
from tests.support.corpus import all_different_pairs, postings, resumes
from tests.support.made_files import pdf_of, scanned, two_columns, word_file


async def story(agent: Agent, **documents: object) -> list[Told]:
    """Let an agent handle documents, and give all that it told."""
    agent.prepare()
    return [told async for told in agent.handle(given(**documents))]  # type: ignore[arg-type]


def sentences(told: Iterable[Told]) -> list[str]:
    """List all sentences that events would carry."""
    found: list[str | None] = []
    for one in told:
        match one:
            case Progress(milestone=text) | Insight(message=text) | ValidationUpdate(message=text):
                found.append(text)
            case _:
                pass
    return [text for text in found if text]


def milestones(told: Iterable[Told]) -> list[str]:
    """List the milestones, checking that progress never falls."""
    steps = [one for one in told if isinstance(one, Progress)]
    assert all(before.pct <= after.pct for before, after in pairwise(steps))
    return [step.milestone for step in steps if step.milestone]


async def test_ingesting_takes_in_all_texts_and_says_what_it_repaired() -> None:
    """Three texts become three source texts, and the milestones count and name repairs."""
    told = await story(
        IngestingAgent.create(),
        resume_upload="Ann Lee\r\n- Led a team",
        job_upload=fictional.text("posting_nurse"),
        profile_upload="Speaks Danish.",
    )
    assert handed_over(told, "resume_source", SourceText).text == "Ann Lee\n• Led a team"
    assert handed_over(told, "posting_source", SourceText).kind == "posting"
    assert handed_over(told, "profile_source", SourceText).text == "Speaks Danish."
    assert len(milestones(told)) >= 3
    assert "bullets" in milestones(told)[0]


async def test_ingesting_refuses_what_is_no_text() -> None:
    """A file that was opened as text fails the job with a reason, and is not tried again."""
    with pytest.raises(PermanentError, match="PDF"):
        await story(IngestingAgent.create(), resume_upload="%PDF-1.7\n...", job_upload="Cook wanted")


@pytest.mark.parametrize(("kind", "made"), [("pdf", pdf_of), ("docx", word_file)])
async def test_ingesting_takes_in_files(kind: str, made: Callable[[str], bytes]) -> None:
    """Résumé and posting as PDF or Word file are the same words as their texts; form and time are told."""
    resume, posting = fictional.text("nurse"), fictional.text("posting_nurse")
    told = await story(IngestingAgent.create(), resume_upload=made(resume), job_upload=made(posting))
    for name, text in (("resume_source", resume), ("posting_source", posting)):
        source = handed_over(told, name, SourceText)
        assert source.origin == kind
        assert [word.text for word in words(source.text)] == [word.text for word in words(text)]
        assert source.layout.quality > 0.9
    assert milestones(told)[0].startswith("file read: 1 page, read by ")
    assert any(one.key == "extraction_ms" and one.value > 0 for one in told if isinstance(one, MetricUpdate))
    profiled = await story(ProfilingAgent.create(), resume_source=handed_over(told, "resume_source", SourceText))
    verdicts = {one.rule_id: one.status for one in profiled if isinstance(one, ValidationUpdate)}
    assert verdicts["FMT-01"] in {"pass", "warn"}
    assert verdicts["FMT-02"] == "pass"
    assert not [one for one in profiled if isinstance(one, MetricUpdate) and one.key == "extraction_ms"]


async def test_ingesting_shows_what_it_read() -> None:
    """Both texts can be looked at while the job runs: an insight of a fixed id refers to each, and quotes nothing."""
    told = await story(IngestingAgent.create(), resume_upload=pdf_of("Ann Lee\nCook"), job_upload="Cook wanted")
    shown = {one.id: one for one in told if isinstance(one, Insight) and one.ref is not None}
    assert {name: one.message for name, one in shown.items()} == {
        "source-resume": "Résumé read from a PDF: 3 words",
        "source-posting": "Posting read: 2 words",
    }
    for kind in ("resume", "posting"):
        content = msgspec.json.encode(handed_over(told, f"{kind}_source", SourceText))
        assert shown[f"source-{kind}"].ref == ref_for(TEST_JOB, f"{kind}_source", content)


async def test_ingesting_warns_of_columns() -> None:
    """The person learns at once what others will stumble over, and the rule on the source says it again."""
    told = await story(IngestingAgent.create(), resume_upload=two_columns(), job_upload="Cook wanted")
    warned = [one.message for one in told if isinstance(one, Insight) and one.category == "warning"]
    assert "The file has 2 columns: read one after the other" in warned
    profiled = await story(ProfilingAgent.create(), resume_source=handed_over(told, "resume_source", SourceText))
    (verdict,) = [one for one in profiled if isinstance(one, ValidationUpdate) and one.rule_id == "FMT-02"]
    assert (verdict.status, verdict.phase) == ("fail", "before")
    assert "columns" in (verdict.message or "")


@pytest.mark.parametrize(("upload", "what"), [("resume_upload", "résumé"), ("job_upload", "posting")])
async def test_ingesting_says_which_file_it_cannot_read(upload: str, what: str) -> None:
    """The job fails for good, with the code of the file's fault and a sentence that names the side."""
    texts: dict[str, object] = {"resume_upload": "Ann Lee\nCook", "job_upload": "Cook wanted"}
    with pytest.raises(PermanentError, match=f"the {what} cannot be taken: the PDF file holds a picture") as caught:
        await story(IngestingAgent.create(), **{**texts, upload: scanned()})
    assert caught.value.code == "needs_ocr"


async def test_ingesting_warns_of_another_language() -> None:
    """A text that is not in English is taken in, and said to be."""
    german = (
        "Wir suchen einen Koch für die Küche in der Stadt und bieten ein Team, das auch gern mit dem Gast am Tisch ist"
    )
    told = await story(IngestingAgent.create(), resume_upload="Ann Lee\nCook", job_upload=german)
    assert [one.message for one in told if isinstance(one, Insight) and one.category == "warning"] == [
        "The posting is in German, not in English: read as well as we can"
    ]


async def test_profiling_tells_counts_and_hands_over_the_resume() -> None:
    """Sections, roles, statements and facts are counted; the rules on the source are told."""
    source, expected = fictional.resume("nurse")
    told = await story(ProfilingAgent.create(), resume_source=source)
    assert handed_over(told, "profile", ResumeDoc) == expected
    metrics = {one.key: one.value for one in told if isinstance(one, MetricUpdate)}
    assert metrics["sections_found"] == 5
    assert metrics["roles_found"] == 2
    assert metrics["facts_found"] == len(expected.facts)
    assert 0 < metrics["parse_quality"] <= 100
    assert len(milestones(told)) >= 3
    assert {one.phase for one in told if isinstance(one, ValidationUpdate)} == {"before"}
    assert any(one.rule_id == "CON-01" for one in told if isinstance(one, ValidationUpdate))


async def test_analyzing_names_requirements_of_this_posting() -> None:
    """At least three insights name a term of the posting; what excludes comes first, and none is long."""
    source, expected = fictional.posting("nurse")
    told = await story(AnalyzingAgent.create(), posting_source=source)
    assert handed_over(told, "posting", JobDoc) == expected
    insights = [one for one in told if isinstance(one, Insight) and one.category in {"requirement", "skill"}]
    assert len(insights) >= 3
    assert insights[0].message == "Must have: 2 years of experience: Nursing"
    assert insights[0].importance == "high"
    assert any("Registered Nurse" in one.message for one in insights)
    assert all(len(one.message) <= 80 for one in insights)
    assert len(milestones(told)) >= 3


def test_findings_of_two_postings_differ() -> None:
    """What is told follows from the posting, not from the template."""
    nurse, developer = fictional.posting("nurse")[1], fictional.posting("developer")[1]
    assert not {one.message for one in told_of(nurse)} & {one.message for one in told_of(developer)}


@pytest.mark.data
async def test_no_event_holds_a_word_of_a_real_resume() -> None:
    """Over twenty real pairs: no e-mail, telephone number, name, or eight words in a row of the résumé."""
    profiling, analyzing = ProfilingAgent.create(), AnalyzingAgent.create()
    for resume_name, posting_name in all_different_pairs():
        taken = await story(
            IngestingAgent.create(), resume_upload=resumes()[resume_name], job_upload=postings()[posting_name]
        )
        source = handed_over(taken, "resume_source", SourceText)
        read = await story(profiling, resume_source=source)
        asked = await story(analyzing, posting_source=handed_over(taken, "posting_source", SourceText))
        contact = handed_over(read, "profile", ResumeDoc).contact
        runs = eights(source.text)
        for sentence in sentences([*taken, *read, *asked]):
            assert not eights(sentence) & runs, (resume_name, sentence)
            for private in (contact.name, contact.email, contact.phone):
                assert private is None or private.lower() not in sentence.lower(), (resume_name, sentence)
        naming = [one for one in asked if isinstance(one, Insight) and one.category in {"requirement", "skill"}]
        assert len(naming) >= 3, posting_name
        for told in (taken, read, asked):
            assert len(milestones(told)) >= 3
            assert isinstance(told[-1], StepOutcome)


def eights(text: str) -> set[tuple[str, ...]]:
    """List the runs of eight words of a text."""
    listed = re.findall(r"\w+", text.lower())
    return {tuple(listed[start : start + 8]) for start in range(len(listed) - 7)}
