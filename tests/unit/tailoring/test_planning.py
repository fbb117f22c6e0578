"""Planning: what is proposed, what is left alone, and what it serves."""

import pytest

from agents.tailoring.applying.skill_lists import parse_list
from agents.tailoring.planning.phrasing import split_long, strong_opening, swapped_verb, without_filler
from agents.tailoring.rules.wording import starts_with_verb
from contracts.documents import Patch, PatchOp
from tests.support.tailored import RESUME, TRADES, asking, materials, planned, requirement, sample, tailored, with_job


def patches(resume: str, posting: str, op: PatchOp) -> list[Patch]:
    """Plan, and give the patches of one operation."""
    return [patch for patch in planned(materials(resume, posting))[1].patches if patch.op == op]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Responsible for managing six planners", "Managed six planners"),
        ("Was responsible for the maintenance of vehicles", "Maintained vehicles"),
        ("Duties included filing the invoices", "Filed the invoices"),
        ("Responsible for managing and maintaining the fleet", "Managed and maintained the fleet"),
        ("Responsible for planning, preparing and reviewing the budget", "Planned, prepared and reviewed the budget"),
        ("Responsible for inspection, testing and maintenance of pumps", "Inspected, tested and maintained pumps"),
        ("Responsible for training and development of staff", "Trained and developed staff"),
        ("Tasked with dealing with complaints", "Dealt with complaints"),
        ("I was responsible for leading audits", "Led audits"),
    ],
)
def test_a_weak_opening_gives_way_to_the_verb_that_it_hides(before: str, after: str) -> None:
    """Only into a verb of the same lemma, in the past of a role that is over."""
    assert strong_opening(before, ongoing=False) == after


def test_a_role_that_goes_on_is_told_in_the_present() -> None:
    """The lemma opens the line of an ongoing role."""
    assert strong_opening("Responsible for managing six planners", ongoing=True) == "Manage six planners"


@pytest.mark.parametrize(
    "text",
    [
        "Responsible for operating systems and networks",
        "Responsible for training programs",
        "Responsible for accounting",
        "Responsible for payroll and billing",
        "Responsible for managing accounts and training staff",
        "Responsible for marketing campaigns",
        "Managed six planners",
        "Responsible for",
    ],
)
def test_where_a_gerund_may_be_a_noun_the_line_is_left_alone(text: str) -> None:
    """Who operated systems did another job: any doubt, and nothing is changed."""
    assert strong_opening(text, ongoing=False) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Successfully delivered various APIs", "Delivered APIs"),
        ("Wrote tests in order to find faults", "Wrote tests to find faults"),
        ("I managed the shop", "Managed the shop"),
        ("I have conducted 50 interviews", "Conducted 50 interviews"),
        ("Worked effectively and quietly", None),
        ("I am a member of the council", None),
        ("Various and sundry tasks", None),
        ("Sold bread", None),
    ],
)
def test_filler_goes_only_where_the_sentence_survives(before: str, after: str | None) -> None:
    """Words that say nothing go; next to "and" they are part of the sentence."""
    assert without_filler(before) == after


def test_long_lines_are_cut_between_two_deeds() -> None:
    """Both parts start with a verb in the same form; else the line stays whole."""
    long = (
        "Planned the weekly menus for three canteens with the cooks and the buyers of the company; "
        "ordered all food and drink from regional suppliers and kept the cost of each meal below the agreed limit."
    )
    cut = split_long(long)
    assert cut is not None
    first, second = cut.split("\n")
    assert first.endswith("company.")
    assert second.startswith("Ordered all food")
    assert split_long(long.replace("; ordered", " and orders of")) is None
    assert split_long("Planned menus; ordered food") is None


def test_a_verb_is_swapped_only_for_its_equal_that_the_posting_uses() -> None:
    """The posting's verb, in the same form; never where the posting knows the résumé's verb too."""
    assert swapped_verb("Bought wine", {"purchase"}) == ("Purchased wine", "purchase")
    assert swapped_verb("Bought wine", {"purchase", "buy"}) is None
    assert swapped_verb("Bought wine", {"lead"}) is None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("SQL, Excel, Python", 3),
        ("Languages: Go, Python, SQL", 3),
        ("Go | Rust | C", 3),
        ("Computer: Proficient in Windows and Mac OS, Word, and Excel", None),
        ("Planned menus, ordered food for three canteens and kept cost below the limit, always", None),
        ("SQL, Excel", None),
        ("Excel (VBA, Power Query), SQL, Python", None),
    ],
)
def test_only_plain_lists_are_read_as_lists(text: str, items: int | None) -> None:
    """A sentence, or a list whose items lean on each other, is not taken apart."""
    parsed = parse_list(text)
    assert (len(parsed.items) if parsed is not None else None) == items
    if parsed is not None:
        assert parsed.arranged(list(range(len(parsed.items)))) == text


@pytest.mark.parametrize("trade", TRADES)
def test_every_patch_names_a_requirement_that_it_serves(trade: str) -> None:
    """No change for its own sake: each names requirements of this posting, heaviest among them first."""
    made = sample(trade)
    known = {one.id for one in made.job.requirements}
    found = planned(made)[1].patches
    assert found
    assert all(patch.serves and set(patch.serves) <= known for patch in found)
    assert all(patch.rationale and patch.engine == "rules" for patch in found)


def test_the_posting_gives_no_facts() -> None:
    """What only the posting names never comes into a patch."""
    posting = "Analyst\n\nRequirements\n- Kubernetes\n- Certified Scrum Master\n- SQL\n"
    for patch in planned(materials(RESUME, posting))[1].patches:
        assert "Kubernetes" not in patch.after
        assert "Scrum" not in patch.after


def test_the_same_resume_gets_other_patches_for_another_posting() -> None:
    """Tailoring depends on the posting: other changes, another score."""
    one, other = planned(sample("nurse")), planned(sample("nurse", "electrician"))
    assert [patch.after for patch in one[1].patches] != [patch.after for patch in other[1].patches]
    assert one[0].score.value > other[0].score.value


def test_the_posting_name_is_put_beside_the_own_name() -> None:
    """JS becomes "JavaScript (JS)" where the posting says JavaScript, and only there."""
    found = patches(RESUME, "Developer\n\nRequirements\n- JavaScript\n", "expand_acronym")
    assert [patch.after for patch in found] == ["Built dashboards in JavaScript (JS) and SQL for a team of 6 planners"]
    assert not patches(RESUME, "Developer\n\nRequirements\n- SQL\n", "expand_acronym")


def test_a_name_is_not_said_twice() -> None:
    """Two names of which one is part of the other help nobody."""
    resume = RESUME.replace("JS and SQL", "React and Apache Kafka")
    posting = "Developer\n\nRequirements\n- Experience with React.js\n- Experience with Kafka\n"
    assert not patches(resume, posting, "surface_variant")


def test_a_version_that_the_resume_does_not_state_is_not_surfaced() -> None:
    """Python is not Python 3, HTML is not HTML5."""
    resume = RESUME.replace("JS and SQL", "HTML and Python")
    assert not patches(resume, "Developer\n\nRequirements\n- HTML5\n- Python 3\n", "surface_variant")


def test_a_proven_skill_is_listed_with_its_proof() -> None:
    """A skill of a bullet goes to the skills, citing the bullet; one that is qualified there is refused."""
    made = materials(RESUME, "Developer\n\nRequirements\n- JavaScript\n")
    found = [patch for patch in planned(made)[1].patches if patch.op == "list_evidenced_skill"]
    facts = {fact.id: fact for fact in made.resume.facts}
    assert [patch.after for patch in found] == ["JavaScript"]
    assert "JS" in facts[found[0].sources[0]].value
    helped = RESUME.replace("Built dashboards in JS", "Assisted with JS")
    doc = tailored(materials(helped, "Developer\n\nRequirements\n- JavaScript\n"))
    refused = [patch for patch in doc.patches if patch.op == "list_evidenced_skill"]
    assert [patch.status for patch in refused] == ["rejected"]
    assert "polarity" in (refused[0].reject_reason or "")


def test_a_summary_is_composed_of_facts_where_there_is_none() -> None:
    """Title held, years in roles of that title, skills proven by roles: nothing else."""
    resume = RESUME.replace("Summary\nOperations analyst with an eye for numbers.\n\n", "")
    made = with_job(materials(resume), asking(requirement("SQL"), requirement("JavaScript", name="r2")))
    doc = tailored(made)
    line = next(section for section in doc.sections if section.type == "summary").lines[0]
    assert line.text == "Operations Analyst with 6 years of experience, including SQL and JavaScript."
    assert [fact.value for fact in doc.derived] == ["6"]
    assert line.spans


def test_what_only_a_list_names_is_brought_under_a_summary() -> None:
    """Skills of lists that the posting asks for stand under the summary, and are worth more there."""
    made = with_job(materials(RESUME), asking(requirement("Forecasting"), requirement("Reporting", name="r2")))
    patch = next(patch for patch in tailored(made).patches if patch.op == "compose_summary")
    assert patch.status == "applied"
    assert patch.expected_delta > 0


def test_bullets_that_lean_on_others_stay_in_their_order() -> None:
    """Where a line continues the one before it, order is meaning."""
    resume = RESUME.replace("- Assisted the finance", "- This included:\n- Assisted the finance")
    posting = "Auditor\n\nRequirements\n- Invoices and budgets\n- Budget\n"
    assert all(patch.path != "entry:e1" for patch in patches(resume, posting, "reorder_bullets"))


def test_who_only_assisted_is_not_put_first() -> None:
    """A line that assisted yields to one that did, although the posting names its words."""
    made = with_job(materials(RESUME), asking(requirement("audit", text="Audit invoices")))
    doc = tailored(made)
    role = next(section for section in doc.sections if section.type == "experience").entries[0]
    assert not role.lines[0].text.startswith("Assisted")


def test_experience_is_never_passed_by_education() -> None:
    """People look for roles first, whatever the posting counts."""
    made = with_job(
        materials(RESUME), asking(requirement("Statistics"), requirement("degree", kind="degree", text="B.S."))
    )
    types = [section.type for section in tailored(made).sections]
    assert types.index("experience") < types.index("education")


def test_dates_of_a_section_are_written_in_one_form_at_once() -> None:
    """One patch for all periods of the roles, numbers untouched."""
    resume = RESUME.replace("Mar 2020 - Present", "03/2020 to Present")
    found = patches(resume, "Analyst\n\nRequirements\n- 3 years of experience in SQL\n", "normalise_date")
    assert [patch.after for patch in found] == ["Mar 2020 – Present\nJun 2016 – Feb 2020"]


def test_only_headings_that_say_no_more_than_their_type_are_renamed() -> None:
    """A heading that says what kind of experience it was stays as it is."""
    asked = asking(requirement("SQL"))
    for heading, renamed in (("Job Experience", True), ("Logistics Experience", False)):
        made = with_job(materials(RESUME.replace("\nExperience\n", f"\n{heading}\n")), asked)
        types = {section.type for section in made.resume.sections}
        assert "experience" in types
        assert any(patch.op == "rename_heading" for patch in planned(made)[1].patches) is renamed


def test_a_bullet_said_twice_in_a_role_is_dropped_and_listed() -> None:
    """Only within one role, only with the same numbers, and never silently."""
    line = "- Built dashboards in JS and SQL for a team of 6 planners\n"
    made = with_job(materials(RESUME.replace(line, line + line)), asking(requirement("SQL")))
    doc = tailored(made)
    assert [dropped.what for dropped in doc.dropped] == ["bullet"]
    other = line.replace("6", "7")
    assert not tailored(with_job(materials(RESUME.replace(line, line + other)), asking(requirement("SQL")))).dropped


def test_a_resume_in_another_language_is_put_in_order_and_not_reworded() -> None:
    """Nobody rewords a language that nobody here reads."""
    german = (
        "Jonas Beispiel\njonas@example.de | Hamburg\n\nBerufserfahrung\nEntwickler, Beispiel GmbH, Hamburg\n"
        "03/2018 - 02/2021\n- Verantwortlich für die Entwicklung von Webanwendungen mit JS und SQL\n"
        "- Leitung eines Teams von vier Personen und Pflege der Dokumentation\n\nKenntnisse\nSQL, Git, Docker\n"
    )
    made = materials(german, "Developer\n\nRequirements\n- JavaScript\n- Docker\n- 2 years of experience\n")
    assert made.resume_source.language != "en"
    reworded = {"weak_opening", "trim_filler", "verb_swap", "split_long_bullet", "compose_summary"}
    assert not reworded & {patch.op for patch in planned(made)[1].patches}


def test_missing_things_are_asked_for_and_never_assumed() -> None:
    """Each question names a must or a preferred requirement that is missing; eight at most, none twice."""
    posting = "Nurse\n\nRequirements\n- Registered Nurse license\n- Kubernetes\n- Kubernetes\n\nPreferred\n- Spanish\n"
    made = materials(RESUME, posting)
    report, plan = planned(made)
    missing = {one.requirement_id for one in report.requirements if one.status == "missing"}
    assert plan.questions
    assert {question.requirement_id for question in plan.questions} <= missing
    assert len({question.text for question in plan.questions}) == len(plan.questions) <= 8


def test_openings_after_rewording_start_with_verbs() -> None:
    """What the planner makes of an opening is what WRD-01 asks for."""
    for patch in planned(sample("electrician"))[1].patches:
        if patch.op == "weak_opening":
            assert starts_with_verb(patch.after)
