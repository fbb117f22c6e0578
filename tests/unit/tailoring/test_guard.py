"""The guard, check by check: what it lets pass, and what it refuses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agents.tailoring.guard import Sources, check_line, derived_value
from agents.tailoring.guard.line import Scope
from agents.tailoring.guard.numbers import numbers
from agents.tailoring.guard.strength import clause_verbs, tier
from agents.tailoring.text import source_text
from contracts.documents import Fact, Line, OptimisedDoc, ResultSection, Span
from tests.support.tailored import RESUME, TODAY, draft, materials, objections, reader


def checks(text: str, *cited: str, scope: Scope = "entry") -> set[str]:
    """Name the checks that object to a line."""
    return {violation.check for violation in check_line("l", text, cited, reader(), scope=scope)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 invoices and 1200 bills", [(1200, ""), (1200, "")]),
        ("five of twenty-five", [(5, ""), (25, "")]),
        ("$40K, 4M users, 80 %, 80 percent", [(40000, "$"), (4000000, ""), (80, "%"), (80, "%")]),
        ("two hundred and three thousand", [(200, ""), (3000, "")]),
        ("HTML5, EC2, 3rd, 24x7", []),
        ("version 10.5.3 of 2019", [(2019, "")]),
        ("94,772 active users", [(94772, "")]),
        ("99.9% uptime", [(Decimal("99.9"), "%")]),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, found: list[tuple[float, str]]) -> None:
    """Every way to write a number gives the same number; letters with digits are names."""
    assert [(number.value, number.unit) for number in numbers(text)] == [
        (Decimal(value), unit) for value, unit in found
    ]


@given(st.text(max_size=200))
def test_reading_numbers_never_fails(text: str) -> None:
    """Any text can be read; a number's place lies in the text."""
    for number in numbers(text):
        assert 0 <= number.start < number.end <= len(text)


def test_a_line_that_is_its_source_passes() -> None:
    """Identity, but for white space, dashes and quotes, is no claim."""
    assert not checks("Ran the “red” team — 6 people", 'Ran  the "red"\nteam - 6 people')


@pytest.mark.parametrize(
    ("text", "source", "check"),
    [
        ("Managed 7 planners", "Managed 6 planners", "number"),
        ("Handled 4M records", "Handled 4 records", "number"),
        ("Led 35 accounts with a team of 6", "Led a team of 35 with 6 accounts", "binding"),
        ("Cut time from 22 minutes to 95 minutes", "Cut time from 95 minutes to 22 minutes", "binding"),
        ("Built dashboards in SQL and Kubernetes", "Built dashboards in SQL", "skill"),
        ("Built profitable dashboards in SQL", "Built dashboards in SQL", "content"),
        ("Built dashboards for Amazon in SQL", "Built dashboards in SQL", "entity"),
        ("Led the yearly audit", "Assisted the yearly audit", "strength"),
        ("Led the finance team", "Supported the finance leadership team", "strength"),
        ("Completed the yearly audit", "Assisted with the completed yearly audit", "polarity"),
        ("Exceeded the budget", "Did not exceed the budget", "polarity"),
        ("Did not exceed the budget", "Did exceed the budget", "polarity"),
        ("Crews of 8 people", "Crews of up to 8 people", "polarity"),
        ("B.S. in Statistics", "B.S. in Statistics expected", "polarity"),
        ("", "Built dashboards", "shape"),
        ("Built dashboards for [company]", "Built dashboards", "shape"),
        ("**Built** dashboards", "Built dashboards", "shape"),
        ("Built dashboards, see https://example.com/x", "Built dashboards", "shape"),
        ("Built dashboards " * 3, "Built dashboards", "shape"),
        ("Java Script developer", "Developer of Java tools with script support", "skill"),
        ("Wrote HTML5 pages", "Wrote HTML pages", "content"),
    ],
)
def test_each_check_refuses_what_it_is_for(text: str, source: str, check: str) -> None:
    """One invented, moved, strengthened or unqualified thing is enough."""
    assert check in checks(text, source)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Managed 6 planners", "Responsible for managing 6 planners"),
        ("Maintained the weekly report", "Responsible for the maintenance of the weekly report"),
        ("Built dashboards in JavaScript (JS)", "Built dashboards in JS"),
        ("Trained 5 colleagues", "Trained five colleagues"),
        ("Delivered REST APIs", "Successfully delivered various REST APIs"),
        ("Purchased and stored wine", "Bought and stored wine"),
        ("Led the development of staff", "Led the devlopment of staff"),
        ("Helped finance with the audit", "Assisted finance with the audit"),
        ("Served 94,772 active users", "Served 94772 active users"),
        ("Prepared stock reports", "Prepared stock reports; archived them"),
    ],
)
def test_honest_rewordings_pass(text: str, source: str) -> None:
    """The same truth in other words is no fabrication."""
    assert not checks(text, source)


def test_a_skill_must_keep_what_qualifies_it() -> None:
    """The list of skills does not make "Python" of "Basic Python"."""
    assert "polarity" in checks("SQL, Python", "SQL", "Basic Python scripting", scope="skills")
    assert not checks("SQL, Python", "SQL", "Scripting in Python", scope="skills")


def test_the_team_counts_in_a_role_only() -> None:
    """In a role "with the team" may not fall away; in a list of skills it qualifies nothing."""
    assert "polarity" in checks("Shipped the portal", "Shipped with the team the portal")
    assert not checks("Portal", "Shipped with the team the portal", scope="skills")


def test_verbs_are_told_from_nouns() -> None:
    """After an article or another noun a form of a verb is a thing."""
    assert [verb.lemma for verb in clause_verbs("Supported the leadership team and led two audits")] == [
        "support",
        "lead",
    ]
    assert tier(["Reported to the team lead"]) == 2
    assert tier(["Assisted nurses"]) == 1
    assert tier(["Responsible for payroll"]) == 3


def test_a_posting_is_never_a_source() -> None:
    """Sources of facts cannot be made of a posting."""
    with pytest.raises(ValueError, match="never a source"):
        Sources.of(source_text("posting", "We need Kubernetes"))


def edit_first_role(doc: OptimisedDoc, **changes: object) -> OptimisedDoc:
    """Change a field of the first experience entry."""
    sections = [
        replace(section, entries=[replace(section.entries[0], **changes), *section.entries[1:]])
        if section.type == "experience"
        else section
        for section in doc.sections
    ]
    return replace(doc, sections=sections)


def test_an_unchanged_document_is_clean() -> None:
    """The source in the shape of a result has no violation, and lists nothing as dropped."""
    made = materials(RESUME)
    assert objections(draft(made), made) == []


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Head of Operations"), ("org", "Amazon"), ("location", "Paris")]
)
def test_identity_fields_are_byte_equal(field: str, value: str) -> None:
    """Title, employer and place of a role are never changed."""
    made = materials(RESUME)
    doc = edit_first_role(draft(made), **{field: value})
    assert ("identity", field) in {(one.check, one.detail) for one in objections(doc, made)}


def test_dates_may_change_their_form_and_nothing_else() -> None:
    """Another dash passes; another year, or a text that does not say the period, does not."""
    made = materials(RESUME)
    doc = draft(made)
    entry = next(section for section in doc.sections if section.type == "experience").entries[0]
    assert entry.dates is not None
    good = edit_first_role(doc, dates=replace(entry.dates, raw="Mar 2020 – Present"))
    assert not objections(good, made)
    for wrong in (replace(entry.dates, start_year=2012), replace(entry.dates, raw="Mar 2012 – Present")):
        assert "identity" in {one.check for one in objections(edit_first_role(doc, dates=wrong), made)}


def test_contact_is_byte_equal() -> None:
    """Nobody touches how to reach the candidate."""
    made = materials(RESUME)
    doc = draft(made)
    changed = replace(doc, contact=replace(doc.contact, email="other@example.com"))
    assert ("contact", "email") in {(one.check, one.detail) for one in objections(changed, made)}


def test_a_line_cites_its_own_entry() -> None:
    """A bullet moved to another role is refused although its words are true."""
    made = materials(RESUME)
    doc = draft(made)
    roles = next(section for section in doc.sections if section.type == "experience").entries
    moved = edit_first_role(doc, lines=[*roles[0].lines, roles[1].lines[0]])
    assert "locality" in {one.check for one in objections(moved, made)}


@pytest.mark.parametrize(
    "spans", [[], [Span(source="resume", start=0, end=10**6)], [Span(source="user", start=0, end=4)]]
)
def test_a_line_without_a_source_is_refused(spans: list[Span]) -> None:
    """What cannot be traced is not written."""
    made = materials(RESUME)
    doc = draft(made)
    line = Line(id="made", text="Built dashboards", spans=spans)
    assert "provenance" in {one.check for one in objections(edit_first_role(doc, lines=[line]), made)}


def test_what_is_missing_and_not_listed_is_found() -> None:
    """A bullet, an entry or a word that is silently gone is a violation."""
    made = materials(RESUME)
    doc = draft(made)
    role = next(section for section in doc.sections if section.type == "experience").entries[0]
    for lines in (role.lines[1:], [replace(role.lines[0], text="Responsible for the report"), *role.lines[1:]]):
        assert "conservation" in {one.check for one in objections(edit_first_role(doc, lines=lines), made)}
    without = replace(doc, sections=[section for section in doc.sections if section.type != "education"])
    assert ("conservation", "entry") in {(one.check, one.detail) for one in objections(without, made)}


def test_certificates_stay_as_written_and_new_sections_are_refused() -> None:
    """A certificate is not reworded; a section that the source has not is only ever a summary or skills."""
    made = materials(RESUME)
    doc = draft(made)
    certificates = next(section for section in doc.sections if section.type == "certifications")
    line = replace(certificates.lines[0], text="Certified Supply Chain Professional (CSCP), expert level")
    changed = [
        replace(certificates, lines=[line]) if section.id == certificates.id else section for section in doc.sections
    ]
    assert "identity" in {one.check for one in objections(replace(doc, sections=changed), made)}
    invented = ResultSection(id="awards", type="awards", heading="Awards", lines=[])
    assert "identity" in {one.check for one in objections(replace(doc, sections=[*doc.sections, invented]), made)}


def test_derived_facts_are_computed_again() -> None:
    """A number of years is believed only from the registered formula over facts of the résumé."""
    made = materials(RESUME)
    dates = [fact for fact in made.resume.facts if fact.kind == "date" and fact.entry_id is not None]
    years = Fact(
        id="derived:years",
        kind="date",
        value="6",
        span=dates[0].span,
        derived_from=[dates[0].id],
        formula="years_of_experience",
    )
    assert derived_value(years, made.resume, TODAY) == "6"
    assert derived_value(replace(years, derived_from=["nothing"]), made.resume, TODAY) is None
    assert derived_value(replace(years, formula="invented"), made.resume, TODAY) is None
    doc = replace(draft(made), derived=[replace(years, value="12")])
    assert "derived" in {one.check for one in objections(doc, made)}
