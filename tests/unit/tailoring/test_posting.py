"""Reading a posting: what it asks for, at which level, and nothing of what it says about itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.text import source_text
from contracts.documents import JobDoc, Requirement
from tests.support import fictional
from tests.support.corpus import postings


def read(text: str) -> JobDoc:
    """Read a posting from its text."""
    return read_posting(source_text("posting", text), Lexicon.load())


def asking(*lines: str, heading: str = "Requirements") -> JobDoc:
    """Read a posting that asks for these lines."""
    return read("\n".join(["Line Cook", "", heading, *(f"• {line}" for line in lines)]))


def only(job: JobDoc, kind: str) -> Requirement:
    """Give the only requirement of a kind."""
    [found] = [requirement for requirement in job.requirements if requirement.kind == kind]
    return found


def test_boilerplate_makes_no_requirement() -> None:
    """Benefits, equal opportunity, the employer's praise of itself and how to apply ask for nothing."""
    source, job = fictional.posting("nurse")
    asked = {term for requirement in job.requirements for term in (*requirement.terms, *requirement.any_of)}
    assert "Acute care" not in asked
    assert "Mental health" not in asked
    assert "Wellness" not in asked
    zones = {zone.type: source.text[zone.span.start : zone.span.end] for zone in job.zones}
    assert "wellness budget" in zones["benefits"]
    assert "equal opportunity" in zones["eeo"]
    assert "jobs@fernhill.example" in zones["apply"]


def test_levels_follow_headings_and_cues() -> None:
    """The heading tells the level, "ideally" lowers it and "must" raises it."""
    _, nurse = fictional.posting("nurse")
    level_of = {term: one.level for one in nurse.requirements for term in (*one.terms, *one.any_of)}
    assert level_of["Registered Nurse"] == "must"
    assert level_of["Spanish"] == "preferred"
    assert level_of["Triage"] == "implicit"
    _, developer = fictional.posting("developer")
    assert {term: one.level for one in developer.requirements for term in one.terms}["Terraform"] == "preferred"
    assert asking("You must hold a driving licence", heading="Duties").requirements[0].level == "must"
    assert asking("Some posts may require a driving licence").requirements[0].level == "preferred"


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("At least 2 years of experience in sales", 2.0),
        ("5+ years' experience with Python", 5.0),
        ("3-5 years experience as a cook", 3.0),
        ("seven years of paid experience", 7.0),
        ("One (1) year experience", 1.0),
        ("Experience: minimum 4 years", 4.0),
        ("18 months of retail experience", 1.5),
    ],
)
def test_years_are_read_as_the_least_that_is_asked(line: str, years: float) -> None:
    """Figures, words, ranges and months all give a number of years."""
    assert only(asking(line), "years").years == years


@pytest.mark.parametrize(
    "line", ["You are at least 25 years of age", "We have been cooking for 30 years", "A 3 year old company"]
)
def test_years_of_something_else_are_no_experience(line: str) -> None:
    """Age and the firm's own past ask for no experience."""
    assert all(requirement.kind != "years" for requirement in asking(line).requirements)


@pytest.mark.parametrize(
    ("line", "kind", "term"),
    [
        ("Bachelor's degree in Nursing", "degree", "Bachelor's degree in Nursing"),
        ("BSc or MSc level education", "degree", "BSc"),
        ("Valid RN license", "licence", "Registered Nurse"),
        ("PMP certification", "cert", "Project Management Professional"),
        ("Fluent Danish", "language", "Danish"),
        ("Active security clearance", "clearance", "security clearance"),
        ("Strong interpersonal skills", "soft", "Interpersonal skills"),
        ("Docker", "skill", "Docker"),
    ],
)
def test_kinds_are_recognised(line: str, kind: str, term: str) -> None:
    """What is asked decides how it is looked for in a résumé."""
    assert only(asking(line), kind).terms == [term]


def test_what_no_resume_states_is_physical() -> None:
    """Lifting and background checks are kept, and name nothing to look for."""
    lifting = only(asking("Able to stand for long periods and lift up to 50 lbs"), "physical")
    assert lifting.terms == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AWS, Azure or GCP", ["Amazon Web Services", "Microsoft Azure", "Google Cloud Platform"]),
        ("A framework such as React, Angular", ["React", "Angular"]),
        ("One of Python and Java", ["Python", "Java"]),
        ("Python, Java and Docker", []),
    ],
)
def test_alternatives_stay_together(line: str, expected: list[str]) -> None:
    """One of "A, B or C" is enough; "A, B and C" asks for all."""
    job = asking(line)
    assert [one.any_of for one in job.requirements if one.any_of] == ([expected] if expected else [])


def test_a_term_is_asked_once_at_its_highest_level() -> None:
    """Repeats raise the weight, not the number of requirements."""
    job = read(
        "Cook\n\nDuties\n• Baking bread\n• Baking cakes\n\nRequirements\n• Baking\n\nNice to have\n• Baking sourdough\n"
    )
    [baking] = [one for one in job.requirements if "Baking" in one.terms]
    assert (baking.level, baking.repeats) == ("must", 4)


def test_weight_is_level_times_repeats_times_title() -> None:
    """3, 1 or ½; a quarter more for each of two repeats; half as much again if the title names it."""
    job = read(
        "Python Developer\n\nRequirements\n• Python\n• Docker\n\n"
        "Nice to have\n• Kubernetes\n\nDuties\n• Refactoring\n• Python\n"
    )
    weight = {term: one.weight for one in job.requirements for term in one.terms}
    assert weight == {"Python": 3 * 1.25 * 1.5, "Docker": 3.0, "Kubernetes": 1.0, "Refactoring": 0.5}


def test_keywords_stand_in_the_tier_that_they_earn() -> None:
    """Required first, preferred and repeated second, the rest third, each with its other names."""
    _, job = fictional.posting("developer")
    tiers = [[keyword.term for keyword in tier] for tier in (job.keywords.p1, job.keywords.p2, job.keywords.p3)]
    assert "Docker" in tiers[0]
    assert "Terraform" in tiers[1]
    assert "PostgreSQL" in tiers[2]
    assert "K8s" in next(keyword.variants for keyword in job.keywords.p1 if keyword.term == "Kubernetes")
    ids = {requirement.id for requirement in job.requirements}
    assert all(keyword.requirement_id in ids for keyword in job.keywords.p1)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Job Title: Night Porter\nDuties\n• Carry bags", "Night Porter"),
        ("Line Cook (2 years of experience)\nDuties\n• Cook", "Line Cook"),
        ("Brightwell is looking for a Sales Manager for the region. You have experience with sales.", "Sales Manager"),
        ("Senior Welder – Rivet & Sons\nDuties\n• Weld", "Senior Welder"),
        ("We make lamps. You will love it here.", None),
    ],
)
def test_the_title_is_found_or_none(text: str, title: str | None) -> None:
    """Labelled, at the top or in the first sentence; nothing is made up."""
    assert read(text).title == title


def test_the_job_as_a_whole() -> None:
    """Company, place, seniority and surroundings are what the posting says."""
    _, nurse = fictional.posting("nurse")
    assert (nurse.title, nurse.company, nurse.location) == ("Staff Nurse", "Fernhill General Hospital", "Duluth, MN")
    _, developer = fictional.posting("developer")
    assert (developer.company, developer.seniority, developer.environment) == (
        "Quillback Systems",
        "senior",
        ["remote"],
    )
    assert {cue.family for cue in developer.culture} == {"leadership", "problem solving"}
    assert "mentor" in developer.verbs


def test_a_poor_posting_is_said_to_be_one() -> None:
    """Too short, without a requirement, or in another language: the reader is told."""
    assert len(read("Hello there.").warnings) == 3
    german = (
        "Wir suchen einen Koch für die Küche in der Stadt und bieten ein Team, das auch gern mit dem Gast am Tisch ist"
    )
    assert any("not in English" in warning for warning in read(german).warnings)


def test_sentences_without_full_stops_are_parted() -> None:
    """Where a converter lost the ends of sentences, "Ideally" lowers only its own."""
    job = read(
        "Developer\nYour Profile You have experience with Python in production "
        "Ideally you have used Terraform before You know Docker well"
    )
    assert {term: one.level for one in job.requirements for term in one.terms} == {
        "Python": "must", "Terraform": "preferred", "Docker": "must",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "line", "zone"),
    [
        ("Salary", "Notes:\nThe range may be raised after a year.", "pay"),
        ("How to apply", "Notes:\nForms are read in the order of their arrival.", "apply"),
        ("Requirements", "Notes:\nThe kitchen was rebuilt in spring.", "other"),
        ("How to apply", "Some posts require a clean driving licence.", "must"),
        ("How to apply", "For some posts you are required by the county to hold a food safety certificate.", "must"),
        ("How to apply", "All papers must be handed in on time.", "apply"),
        ("Duties", "Duties include medical examinations of the crew.", "duties"),
        ("What we offer", "Training at the hotel where you will be working", "benefits"),
        ("About us", "We are looking for a cook to join our team.", "about"),
        ("About us", "We are looking for a cook with experience of large kitchens.", "must"),
        ("About us", "You will run the kitchen by:\nPlanning menus.\nOrdering goods.", "duties"),
        ("About us", "Your roles and responsibilities will include the menu.", "duties"),
        ("Requirements", "You find optimal solutions.", "must"),
    ],
)
def test_a_sentence_lies_in_the_zone_of_what_it_tells(heading: str, line: str, zone: str) -> None:
    """Notes belong to what they stand below, a condition is one wherever it stands, and a wish names what it wishes."""
    text = f"Line Cook\n\n{heading}\n{line}\n"
    source = source_text("posting", text)
    last = line.rpartition("\n")[2]
    [found] = [
        one.type
        for one in read_posting(source, Lexicon.load()).zones
        if one.span.start <= source.text.index(last) < one.span.end
    ]
    assert found == zone


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=50)
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail, and spans point at what they say."""
    source = source_text("posting", text)
    for requirement in read_posting(source, Lexicon.load()).requirements:
        assert " ".join(source.text[requirement.span.start : requirement.span.end].split()) == requirement.text


@pytest.mark.data
def test_real_postings_ask_for_something_of_their_own() -> None:
    """Each of the twenty gives at least four requirements, three with a term, and no two the same list."""
    seen: set[tuple[str, ...]] = set()
    for name, raw in postings().items():
        source = source_text("posting", raw)
        job = read_posting(source, Lexicon.load())
        named = [one for one in job.requirements if one.terms or one.any_of]
        assert len(job.requirements) >= 4, name
        assert len(named) >= 3, name
        for requirement in job.requirements:
            assert " ".join(source.text[requirement.span.start : requirement.span.end].split()) == requirement.text
        seen.add(tuple(term for one in named for term in (*one.terms, *one.any_of)))
    assert len(seen) == len(postings())
