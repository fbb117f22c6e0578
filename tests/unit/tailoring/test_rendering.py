"""The texts that people take away."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agents.tailoring.lexicon import words
from agents.tailoring.polish import polish
from agents.tailoring.reading import read_resume
from agents.tailoring.rendering import markdown, plain_text, report_json, report_markdown, review
from agents.tailoring.rendering.markdown import _text
from agents.tailoring.rendering.review import summary_points
from agents.tailoring.rules import RULES
from agents.tailoring.text import source_text
from agents.tailoring.validation import validate
from contracts import catalogue
from contracts.documents import Patch
from tests.support.tailored import RESUME, TRADES, draft, lexicon, materials, planned, sample, tailored


def test_markdown_has_name_contact_sections_entries_and_bullets() -> None:
    """What a person expects to see, in the order of the document."""
    text = markdown(draft(materials(RESUME)))
    assert text.startswith("# Ines Halvorsen\n\n")
    assert "Bergen, NY | 555-0134 | ines.halvorsen@example.com | linkedin.com/in/ines-example" in text
    assert (
        "\n## Experience\n\n### Operations Analyst\n\n**Fjordline Logistics** · Bergen, NY · Mar 2020 - Present\n\n- "
        in text
    )
    assert text.index("## Summary") < text.index("## Experience") < text.index("## Skills")
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def test_plain_text_has_headings_in_capitals_and_bullets() -> None:
    """What is pasted into a form."""
    text = plain_text(draft(materials(RESUME)))
    assert text.startswith("Ines Halvorsen\nBergen, NY | 555-0134")
    assert "\nEXPERIENCE\nOperations Analyst | Fjordline Logistics | Bergen, NY | Mar 2020 - Present\n• " in text
    assert not re.search(r"[*#\\]", text)


@pytest.mark.parametrize("trade", TRADES)
def test_both_texts_have_every_line_of_the_document(trade: str) -> None:
    """Rendering loses nothing."""
    doc = tailored(sample(trade))
    for text in (markdown(doc).replace("\\", ""), plain_text(doc)):
        said = " ".join(text.split())
        for section in doc.sections:
            for line in [*section.lines, *(line for entry in section.entries for line in entry.lines)]:
                assert " ".join(line.text.split()) in said


@pytest.mark.parametrize("trade", TRADES)
def test_the_plain_text_reads_back_to_the_same(trade: str) -> None:
    """Our own reader finds the same sections, roles and contact in what we wrote."""
    made = sample(trade)
    doc = polish(tailored(made), made, lexicon()).doc
    again = read_resume(source_text("resume", plain_text(doc)), None, lexicon())
    assert again.contact.name == doc.contact.name
    assert again.contact.email == doc.contact.email
    assert [section.type for section in again.sections] == [section.type for section in doc.sections]
    roles = [entry.title for section in doc.sections if section.type == "experience" for entry in section.entries]
    assert [
        entry.title for section in again.sections if section.type == "experience" for entry in section.entries
    ] == roles


@given(st.text(alphabet="ab*_`[]<>#-+.)1=\\ ", max_size=30))
def test_markup_in_a_text_stays_text(text: str) -> None:
    """Characters that Markdown would take for markup are escaped; nothing else changes."""
    line = " ".join(text.split())
    escaped = _text(line)
    assert re.sub(r"\\([\\`*_\[\]<>#\-+=\d])", r"\1", escaped) == line
    assert not re.match(r"#{1,6}\s", escaped)


def test_contact_details_are_not_said_twice() -> None:
    """A section that holds only what the contact block says is not shown again; what says more is."""
    resume = RESUME + "\nContact\nines.halvorsen@example.com\n"
    assert "## Contact" not in markdown(draft(materials(resume)))
    more = RESUME + "\nContact\nines.halvorsen@example.com\nDriving licence and own car\n"
    assert "own car" in markdown(draft(materials(more)))


def test_a_document_without_a_name_begins_with_its_headline() -> None:
    """A résumé that was made anonymous still has a top."""
    doc = draft(materials(RESUME))
    nameless = replace(doc, contact=replace(doc.contact, name=None, headline="Operations Analyst"))
    assert markdown(nameless).startswith("# Operations Analyst\n")


def test_a_review_says_what_was_done_in_six_points_at_most() -> None:
    """Counts of applied changes, most frequent first, in plain words."""
    made = sample("backend-engineer")
    doc = polish(tailored(made), made, lexicon()).doc
    written = review(doc, made.job)
    assert 1 <= len(written.summary_points) <= 6
    assert written.summary_points == summary_points(doc.patches)
    assert written.filename == "teodor-vasilescu-brandt-senior-backend-engineer"
    assert written.words == pytest.approx(len(words(written.plain_text)), rel=0.1)
    assert written.pages == 1
    assert not any("(s)" in point or "{n}" in point for point in written.summary_points)


def test_what_was_listed_is_told_by_what_it_stands_on() -> None:
    """Statements of the résumé prove, answers name."""
    listed = [
        Patch(
            id=f"p{number}",
            op="list_evidenced_skill",
            path="skills",
            before="",
            after="SQL",
            sources=[fact],
            status="applied",
        )
        for number, fact in enumerate(("f3", "f9", "u1"))
    ]
    assert summary_points(listed) == [
        "Listed 2 skills that your bullets prove.",
        "Listed 1 skill or certificate that your answers name.",
    ]


def test_the_report_lists_requirements_changes_refusals_and_rules() -> None:
    """JSON for machines, Markdown for people; both name every requirement and every rule."""
    made = sample("nurse")
    match_report, plan = planned(made)
    doc = polish(tailored(made), made, lexicon()).doc
    verdict = validate(doc, made, lexicon())
    told = msgspec.json.decode(report_json(made.job, match_report, plan, doc, verdict))
    assert [one["requirement"]["id"] for one in told["requirements"]] == [one.id for one in made.job.requirements]
    assert len(told["rules"]) == len(verdict.rules)
    assert [one["id"] for one in told["patches"]] == [patch.id for patch in doc.patches]
    assert (told["gaps"], told["strengths"]) == (match_report.gaps, match_report.strengths)
    assert told["verdict"] in {"ready", "needs work", "not ready"}
    assert told["match_after"]["parts"]
    assert len(told["questions"]) == len(plan.questions) > 0
    text = report_markdown(made.job, match_report, plan, doc, verdict)
    assert all(f"| {requirement.id} |" in text for requirement in made.job.requirements)
    assert all(f"| {rule.rule_id} |" in text for rule in verdict.rules)
    assert "## What was changed" in text
    assert text.count("Not in your résumé; add it yourself if it is true.") == len(match_report.gaps) > 0
    assert all(question.text in text for question in plan.questions)


def test_the_report_tells_what_was_refused_and_why() -> None:
    """A refused change stands there with its words and with the reason of the gate that refused it."""
    made = sample("nurse")
    match_report, plan = planned(made)
    doc = tailored(made)
    refused = replace(doc.patches[1], status="rejected", reject_reason="guard: a number that the source has not")
    doc = replace(doc, patches=[doc.patches[0], refused])
    text = report_markdown(made.job, match_report, plan, doc, validate(doc, made, lexicon()))
    told = text[text.index("## What was refused") :]
    assert "Refused: guard: a number that the source has not." in told
    assert f"+ {refused.after}" in told


def test_the_catalogue_names_the_rules_that_there_are() -> None:
    """In the report a rule is more than its number, and on the page it has its place before it has a verdict."""
    assert list(catalogue.RULES) == [rule.id for rule in RULES]
