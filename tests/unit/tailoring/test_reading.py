"""Reading a résumé: nothing is lost, nothing is guessed, and every span points at what it says."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.reading import read_resume
from agents.tailoring.text import source_text
from contracts.documents import Entry, ResumeDoc, Section, SourceText
from tests.support import fictional
from tests.support.corpus import resumes


def read(text: str) -> tuple[SourceText, ResumeDoc]:
    """Read a résumé from its text."""
    source = source_text("resume", text)
    return source, read_resume(source, None, Lexicon.load())


def roles(doc: ResumeDoc) -> list[Entry]:
    """List the roles of a résumé."""
    return [entry for section in doc.sections if section.type == "experience" for entry in section.entries]


def the(doc: ResumeDoc, section_type: str) -> Section:
    """Give the only section of a type."""
    [section] = [section for section in doc.sections if section.type == section_type]
    return section


def spaced(text: str) -> str:
    """Make every run of white space one space."""
    return re.sub(r"\s+", " ", text)


def check_spans(source: SourceText, doc: ResumeDoc) -> None:
    """Check that what was read stands where it says."""
    for fact in doc.facts:
        assert spaced(source.text[fact.span.start : fact.span.end]) == spaced(fact.value), fact
    for hit in doc.skills:
        assert source.text[hit.span.start : hit.span.end] == hit.surface
    for section in doc.sections:
        if section.heading_span is not None:
            assert source.text[section.heading_span.start : section.heading_span.end] == section.heading
        for statement in (*section.lines, *(bullet for entry in section.entries for bullet in entry.bullets)):
            assert spaced(source.text[statement.span.start : statement.span.end]) == statement.text
        for entry in section.entries:
            assert section.span.start <= entry.span.start < entry.span.end <= section.span.end


def check_nothing_lost(source: SourceText, doc: ResumeDoc) -> None:
    """Check that every line that is not blank lies in the contact, a section or `dropped`."""
    spans = [section.span for section in doc.sections] + doc.dropped
    spans += [fact.span for fact in doc.facts if fact.kind == "contact"]
    position = 0
    for line in source.text.split("\n"):
        end = position + len(line)
        if line.strip():
            assert any(span.start < end and position < span.end for span in spans), line
        position = end + 1


def check_headers_whole(source: SourceText, doc: ResumeDoc) -> None:
    """Check that every word of an entry stands in one of its parts, so that writing the parts writes the entry."""
    for section in doc.sections:
        for entry in section.entries:
            parts = [entry.title, entry.org, entry.location, entry.dates.raw if entry.dates else None]
            parts += [bullet.text for bullet in entry.bullets]
            kept = [token.text for part in parts if part for token in words(part)]
            said = re.sub(
                r"\((?:\d+|an?) (?:years?|months?)[^)]*\)", "", source.text[entry.span.start : entry.span.end]
            )
            for token in words(said):
                assert token.text in kept or token.text.lower() == "at", (entry.id, token.text)


@pytest.mark.parametrize("name", fictional.RESUMES)
def test_spans_point_at_what_they_say(name: str) -> None:
    """`text[start:end]` is the excerpt, in every layout."""
    check_spans(*fictional.resume(name))


@pytest.mark.parametrize("name", fictional.RESUMES)
def test_no_line_is_lost(name: str) -> None:
    """Every line that is not blank is in the contact, a section or named as dropped."""
    check_nothing_lost(*fictional.resume(name))


@pytest.mark.parametrize("name", fictional.RESUMES)
def test_an_entry_is_no_less_than_its_parts(name: str) -> None:
    """Title, organisation, place, dates and bullets together say all that the entry said."""
    check_headers_whole(*fictional.resume(name))


@pytest.mark.data
def test_real_resumes_are_read_without_loss() -> None:
    """Spans, lines and entries hold over all twenty real résumés."""
    for name, raw in resumes().items():
        source, doc = read(raw)
        check_spans(source, doc)
        check_nothing_lost(source, doc)
        check_headers_whole(source, doc)
        assert doc.facts, name


LINE = st.sampled_from(
    [
        "",
        "EXPERIENCE",
        "Skills",
        "Nurse, Acme Inc",
        "2019 – Present",
        "• Led a team of 5",
        "Education",
        "B.A., 2012",
        "Ann Lee",
    ]
)


@given(st.lists(LINE, min_size=1, max_size=14))
@settings(deadline=None)
def test_whatever_the_order_of_lines_nothing_is_lost(lines: list[str]) -> None:
    """A résumé in disorder is read without a crash, and each line is somewhere."""
    source, doc = read("\n".join(lines))
    check_spans(source, doc)
    check_nothing_lost(source, doc)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=50)
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail."""
    source, doc = read(text)
    check_spans(source, doc)
    check_nothing_lost(source, doc)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nurse",
            [
                "Staff Nurse, Medical-Surgical Unit @ Lakeside Regional Hospital",
                "Correctional Nurse @ St. Brendan County Jail",
            ],
        ),
        ("developer", ["Senior Engineer @ Brightwell Labs", "Developer @ Northgate Ltd"]),
        ("warehouse", ["Warehouse Supervisor @ Harrow Logistics", "Warehouse Operative @ Bolt & Sons Ltd, Manchester"]),
        ("analyst", ["Financial Analyst @ Acme Corporation", "Junior Analyst @ Beta Bank"]),
        ("cook", ["Sous Chef @ Harbor Table Restaurant", "Line Cook @ Harbor Table Restaurant"]),
        ("bookkeeper", ["Senior Bookkeeper @ Finch & Daughters LLC", "Bookkeeper @ Oak Street Dental"]),
        ("electrician", ["Electrician @ Volt & Vane Ltd, Leeds", "Apprentice Electrician @ Volt & Vane Ltd, Leeds"]),
    ],
)
def test_roles_are_read_in_seven_layouts(name: str, expected: list[str]) -> None:
    """Dates above, below, beside or in brackets: title and employer are told apart."""
    assert [f"{role.title} @ {role.org}" for role in roles(fictional.resume(name)[1])] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "nurse",
            ("MARA LINDQVIST", "mara.lindqvist@example.org", "(218) 555-0134", "14 Harbour Lane, Duluth, MN 55802"),
        ),
        ("developer", ("Tomas Okafor", "tomas@okafor.example", "+44 20 7946 0958", None)),
        ("warehouse", ("Joanna Pell", "j.pell@example.net", "0161 496 0123", None)),
        ("analyst", ("Priya Raman", "priya.raman@example.com", "312-555-0188", "Chicago, IL")),
        ("cook", ("Luca Moretti", "luca.moretti@example.com", None, "Portland, OR")),
        ("bookkeeper", ("DANIELLE OYELARAN", "danielle.o@example.com", "917.555.0142", "Brooklyn, NY")),
        ("electrician", ("Sam Whitfield", "sam.whitfield@example.com", None, None)),
    ],
)
def test_contact_is_exact_and_never_guessed(name: str, expected: tuple[str | None, ...]) -> None:
    """Name, e-mail, telephone and place are as written, and None where they are not."""
    contact = fictional.resume(name)[1].contact
    assert (contact.name, contact.email, contact.phone, contact.location) == expected


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "long", ["1" * 290 + "x", "1(" * 145 + "x", "1 " * 145 + "x", "(1)" * 95 + "x", "1. " * 95 + "x"]
)
def test_a_line_of_digits_is_read_at_once(long: str) -> None:
    """It is not tried in all ways to cut it into a telephone number: the fuzz hung there."""
    assert read(f"Mara Lindqvist\n{long}\n\nEXPERIENCE\n")[1].contact.name == "Mara Lindqvist"


def test_a_job_title_at_the_top_is_no_name() -> None:
    """A résumé without a name has none: the title is its headline."""
    _, doc = read("CHEF\nSummary\nCooks well and calmly for large parties of guests.")
    assert doc.contact.name is None
    assert doc.contact.headline == "CHEF"
    assert any("No name" in warning for warning in doc.warnings)


def test_wrapped_bullets_are_one_statement() -> None:
    """A bullet goes on over its lines; the span covers all of them."""
    source, doc = fictional.resume("bookkeeper")
    bullet = roles(doc)[0].bullets[1]
    assert bullet.text == "Moved payroll for 46 staff from ADP to Gusto in six weeks, with no missed pay run"
    assert "\n" in source.text[bullet.span.start : bullet.span.end]


def test_a_paragraph_without_bullets_is_cut_into_sentences() -> None:
    """Where statements are not marked, each sentence is one."""
    _, doc = read(
        "Ann Lee\nExperience\n2019 – 2023 Cook, Blue Inn, Leeds, UK\n"
        "Cooked for 80 guests a night. Trained two juniors in sauces. Kept the kitchen ready for inspection.\n"
    )
    assert [bullet.text for bullet in roles(doc)[0].bullets] == [
        "Cooked for 80 guests a night.",
        "Trained two juniors in sauces.",
        "Kept the kitchen ready for inspection.",
    ]


def test_a_date_within_a_statement_begins_no_role() -> None:
    """A project's dates in the middle of a sentence leave its role whole."""
    _, doc = read(
        "Ann Lee\nExperience\nMay 2010 – June 2015\nIT Analyst, Acme Inc\n"
        "• Project: March 2012 to May 2013 I moved the mail of two hundred people to a new server\n"
        "• Ran the help desk\n"
    )
    assert len(roles(doc)) == 1


def test_a_project_below_a_lone_date_keeps_its_name() -> None:
    """What stands right below a date that stands alone is the name of the project."""
    _, doc = read(
        "Ann Lee\nProjects\n2020 –\nPresent\nBeehive Scales\nBuilt scales that tell when a hive is full of honey.\n"
    )
    [project] = the(doc, "projects").entries
    assert project.title == "Beehive Scales"
    assert project.dates is not None
    assert project.dates.ongoing


def test_degrees_are_told_apart_without_dates() -> None:
    """A degree or a school that comes again begins a new entry."""
    _, doc = read(
        "Ann Lee\nEducation\nHigh School Diploma Monroe High School\n"
        "Associate of Science, South Fork Community College\nGPA 3.8\n"
    )
    first, second = the(doc, "education").entries
    assert (first.title, first.org) == ("High School Diploma", "Monroe High School")
    assert (second.title, second.org) == ("Associate of Science", "South Fork Community College")
    assert [bullet.text for bullet in second.bullets] == ["GPA 3.8"]


def test_degrees_of_two_lines_are_told_apart_by_the_room_between_them() -> None:
    """A line that stands apart and has its date below begins anew, even where the one before has no school."""
    _, doc = read(
        "Jane Roe\n\nEducation\n\nNetwork Fundamentals (Network+) | 2014\n\n"
        "Coursework in Network Exploitation | Halden Training Academy\nSpringfield, IL | 2012\n\n"
        "B.S. in Physics | Park University | 2009\n- Coursework: algebra\n"
    )
    entries = the(doc, "education").entries
    assert [entry.dates.raw if entry.dates else None for entry in entries] == ["2014", "2012", "2009"]
    assert [entry.org for entry in entries] == [None, "Halden Training Academy", "Park University"]
    assert [bullet.text for bullet in entries[-1].bullets] == ["Coursework: algebra"]


def test_an_expected_degree_stays_expected() -> None:
    """The word that says so is part of the date: a writer must not drop it."""
    _, doc = read("Ann Lee\nEducation\nBachelor of Arts, Fall River College\nExpected June 2027\n")
    [degree] = the(doc, "education").entries
    assert degree.dates is not None
    assert degree.dates.raw == "Expected June 2027"
    assert (degree.dates.start_year, degree.dates.end_year) == (None, 2027)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("WORK HISTORY", "experience"),
        ("Honors/Awards", "awards"),
        ("Nursing Expertise", "skills"),
        ("Volunteer Experience:", "volunteering"),
        ("Licenses & Certifications", "certifications"),
        ("Selected Publications", "publications"),
        ("## Projects", "projects"),
        ("Technical Skills and Qualifications", "skills"),
    ],
)
def test_headings_open_sections_of_their_type(heading: str, expected: str) -> None:
    """Known headings and new ones with a telling word are recognised in any dress."""
    _, doc = read(f"Ann Lee\nann@lee.example\n\n{heading}\nSomething that stands below it\n")
    assert [section.type for section in doc.sections] == [expected]


def test_a_heading_with_its_list_on_the_same_line_opens_a_section() -> None:
    """A heading may have its text behind a colon: "Skills: a, b"."""
    _, doc = read("Ann Lee\n\nSkills: Python, baking\n\nLanguages: Danish\n")
    assert [(section.type, [line.text for line in section.lines]) for section in doc.sections] == [
        ("skills", ["Python, baking"]),
        ("languages", ["Danish"]),
    ]


def test_page_marks_are_dropped_and_named() -> None:
    """What a page says about itself is no part of the résumé, and its place is told."""
    source, doc = read("Ann Lee\nSkills\nPython\nPage 1 of 2\nBaking\n2/2\n")
    assert [source.text[span.start : span.end] for span in doc.dropped] == ["Page 1 of 2", "2/2"]


def test_skills_know_where_they_stand() -> None:
    """The same skill in a role and in a list is two hits with two places."""
    _, doc = fictional.resume("nurse")
    places = {(hit.term, hit.place) for hit in doc.skills}
    assert ("Epic", "experience") in places
    assert ("Epic", "skills") in places
    assert ("Basic Life Support", "other") in places


def test_facts_cover_what_a_result_may_say() -> None:
    """Employers, titles, dates, degrees, schools, licences, skills, numbers and statements are all facts."""
    _, doc = fictional.resume("nurse")
    kinds = {fact.kind for fact in doc.facts}
    assert kinds >= {"contact", "employer", "title", "date", "degree", "school", "licence", "skill", "metric", "bullet"}
    assert [fact.id for fact in doc.facts] == [f"f{number}" for number in range(1, len(doc.facts) + 1)]
    assert {fact.recency for fact in doc.facts if fact.kind == "employer"} == {2019}


def test_facts_of_the_profile_point_into_the_profile() -> None:
    """What the owner adds becomes facts with a source of their own, and no part of the résumé."""
    source = source_text("resume", fictional.text("cook"))
    profile = source_text("profile", "Trained 12 cooks in HACCP.\nSpeaks Italian.")
    doc = read_resume(source, profile, Lexicon.load())
    told = [fact for fact in doc.facts if fact.span.source == "profile"]
    assert {fact.kind for fact in told} >= {"bullet", "metric", "language"}
    assert all(profile.text[fact.span.start : fact.span.end] == fact.value for fact in told)
    assert doc.sections == read_resume(source, None, Lexicon.load()).sections


def test_reading_is_deterministic() -> None:
    """The same text gives the same document, whole."""
    assert read(fictional.text("analyst"))[1] == read(fictional.text("analyst"))[1]


def test_a_text_in_another_language_is_reported_and_left_as_it_is() -> None:
    """We say that we cannot read it well, and mangle nothing."""
    text = (
        "Anna Schmidt\nIch habe die Küche geleitet und das Team mit der Planung für die Woche und auf dem Markt "
        "unterstützt in der Stadt"
    )
    source, doc = read(text)
    assert source.text == text
    assert any("not in English" in warning for warning in doc.warnings)
