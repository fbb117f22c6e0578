"""Changes that the user rejects and restores: what is left out, what depends on it, and that nothing else moves."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from agents.tailoring.answers import hear
from agents.tailoring.applying import apply
from agents.tailoring.applying.places import period_line
from agents.tailoring.materials import Materials
from agents.tailoring.planning import plan as make_plan
from agents.tailoring.polish import polish
from contracts.documents import Answer, AnswerSheet, Line, OptimisedDoc, Patch, PatchOp, Plan
from tests.support.tailored import RESUME, lexicon, materials, objections, planned

POSTING = """\
Operations Analyst

Requirements
- 5 years of experience
- JavaScript and SQL for dashboards
- auditing of invoices
- capacity reporting
"""


def the_plan() -> Plan:
    """Plan for a posting that rewords, surfaces and reorders."""
    return planned(materials(RESUME, POSTING))[1]


def applied(*rejected: Patch, plan: Plan | None = None) -> OptimisedDoc:
    """Apply the plan without some changes."""
    return apply(materials(RESUME, POSTING), plan or the_plan(), lexicon(), rejected)


def lines_of(doc: OptimisedDoc) -> list[Line]:
    """All lines, without their provenance of patches."""
    return [
        line
        for section in doc.sections
        for line in (*section.lines, *(line for entry in section.entries for line in entry.lines))
    ]


def finished(made_of: Materials, rejected: Sequence[Patch], plan: Plan | None = None) -> OptimisedDoc:
    """Apply the plan without some changes, and polish."""
    return polish(apply(made_of, plan or planned(made_of)[1], lexicon(), rejected), made_of, lexicon()).doc


def became(doc: OptimisedDoc, patch: Patch) -> Patch:
    """Give what became of a patch."""
    return next(one for one in doc.patches if one.id == patch.id)


def made(doc: OptimisedDoc) -> list[Patch]:
    """List the changes that were made."""
    return [patch for patch in doc.patches if patch.status == "applied"]


def test_each_change_can_be_left_out_alone() -> None:
    """It is listed as rejected by the user, no line names it, the guard has no objection, and no order is lost."""
    for patch in made(applied()):
        doc = applied(patch)
        assert (became(doc, patch).status, became(doc, patch).reject_reason) == ("rejected", "rejected by you")
        assert not [line for line in lines_of(doc) if patch.id in line.patches]
        assert objections(doc, materials(RESUME, POSTING)) == []
        assert [one.id for one in doc.patches] == [one.id for one in the_plan().patches]
        refused = {one.id for one in made(applied())} - {one.id for one in made(doc)}
        assert refused == {patch.id}, (patch.op, [one.reject_reason for one in doc.patches])


def test_without_all_changes_it_is_the_first_text() -> None:
    """Every line as it was, in its order."""
    doc = applied(*the_plan().patches)
    untouched = applied(plan=Plan(patches=[]))
    assert doc.sections == untouched.sections


def test_a_change_that_is_restored_gives_the_same_bytes() -> None:
    """Rejecting leaves no trace once nothing is rejected any more."""
    assert applied() == applied(*[])
    first = made(applied())[0]
    assert applied(first) != applied()


def test_a_change_is_known_again_by_what_it_does() -> None:
    """Ids count within one plan: the same change under another id is unwanted, another one under its id is not."""
    patch = made(applied())[0]
    assert became(applied(replace(patch, id="p99")), patch).status == "rejected"
    assert became(applied(replace(patch, after="Something else")), patch).status == "applied"


def test_an_order_is_known_again_when_an_answer_adds_to_what_it_arranges() -> None:
    """The user wants his own order of skills, also of one more."""
    posting = "Analyst\n\nRequirements\n- Terraform is required\n- forecasting\n"
    first = materials(RESUME, posting)
    report, plan = planned(first)
    order = next(patch for patch in plan.patches if patch.op == "reorder_skills")
    (question,) = (one for one in plan.questions if one.term == "Terraform")
    said = hear(AnswerSheet(answers=[Answer(question=question, text="I wrote Terraform modules.")]), lexicon())
    second = first.with_answers(said.source, said.facts)
    again = make_plan(second, report, lexicon(), said.answered)
    (kept,) = (one for one in apply(second, again, lexicon(), [order]).sections if one.type == "skills")
    assert [line.text for line in kept.lines] == ["SQL, Excel, forecasting, reporting, Terraform"]
    (made_so,) = (one for one in apply(second, again, lexicon()).sections if one.type == "skills")
    assert [line.text for line in made_so.lines] != [line.text for line in kept.lines]


def test_what_builds_on_a_rejected_change_is_refused_with_that_reason() -> None:
    """Nothing falls away silently: the second rewording of a line names the first, which is not there."""
    plan = the_plan()
    first = next(patch for patch in made(applied()) if patch.op == "weak_opening")
    second = replace(
        first, id="p50", op="trim_filler", before=first.after, after=first.after.replace("the weekly", "weekly")
    )
    longer = replace(plan, patches=[*plan.patches[: plan.patches.index(_planned(plan, first)) + 1], second])
    assert became(applied(plan=longer), second).status == "applied"
    refused = became(applied(first, plan=longer), second)
    assert (refused.status, refused.reject_reason) == ("rejected", f"builds on {first.id}, which you rejected")


def test_an_order_stays_where_a_line_keeps_its_old_words() -> None:
    """Rejecting a rewording does not undo the order of its entry: the old line takes the place of the new one."""
    plan = the_plan()
    reworded = next(patch for patch in made(applied()) if patch.op == "weak_opening")
    entry = next(
        entry
        for section in applied().sections
        for entry in section.entries
        if any(reworded.id in line.patches for line in entry.lines)
    )
    texts = [line.text for line in _entry(applied(plan=replace(plan, patches=[_planned(plan, reworded)])), entry.id)]
    order = Patch(
        id="p60", op="reorder_bullets", path=f"entry:{entry.id}", before="\n".join(texts),
        after="\n".join([*texts[1:], texts[0]]),
    )  # fmt: skip
    shorter = replace(plan, patches=[_planned(plan, reworded), order])
    both, without = applied(plan=shorter), applied(reworded, plan=shorter)
    assert became(both, order).status == became(without, order).status == "applied"
    was, now = _entry(both, entry.id), _entry(without, entry.id)
    assert [line.id for line in now] == [line.id for line in was]
    assert [line.text for line in now if line.id == reworded.path.removeprefix("bullet:")] == [reworded.before]


def test_an_edit_of_the_polish_can_be_left_out() -> None:
    """It stays listed as rejected, is not made again, and the other edits keep their names."""
    uneven = RESUME.replace("Stock", "stock").replace("in Excel", "in Excel.").replace("Skills\n", "Skills:\n")
    made_of = materials(uneven, POSTING)
    none = Plan(patches=[])
    first = polish(apply(made_of, none, lexicon()), made_of, lexicon())
    assert len(first.edits) > 2
    for unwanted in first.edits:
        again = polish(apply(made_of, none, lexicon(), [unwanted]), made_of, lexicon())
        assert again.edits == tuple(edit for edit in first.edits if edit != unwanted)
        listed = next(patch for patch in again.doc.patches if patch.id == unwanted.id)
        assert (listed.status, listed.reject_reason) == ("rejected", "rejected by you")


ONE_FORM = RESUME.replace("Mar 2020 - Present", "March 2020 to Present").replace(
    "Jun 2016 - Feb", "June 2016 to February"
)
"""Dates of one form: each role's is changed by itself, and the polish would change them by section."""
TWO_FORMS = RESUME.replace("Mar 2020 - Present", "03/2020 to Present").replace(
    "Jun 2016 - Feb 2020", "06/2016 to 02/2020"
)
"""Dates that are changed all at once, by the plan and by the polish alike."""


@pytest.mark.parametrize("resume", [ONE_FORM, TWO_FORMS])
def test_a_date_that_the_user_wants_as_it_is_stays_so(resume: str) -> None:
    """The polish, which writes dates in the same form, does not make up for a change that was rejected."""
    made_of = materials(resume, POSTING)
    changed = [patch for patch in planned(made_of)[1].patches if patch.op == "normalise_date"]
    assert changed
    for unwanted in ([one] for one in changed), [changed]:
        for some in unwanted:
            rows = [row for one in some for row in _changed_rows(one)]
            periods = _periods(finished(made_of, some))
            assert [before for before, _ in rows if before not in periods] == []
            assert [after for _, after in rows if after in periods] == []


def test_an_edit_of_dates_that_was_rejected_stays_so_beside_others() -> None:
    """Also where the edit would read otherwise, since another date of the section stays as it is by now."""
    made_of = materials(ONE_FORM, "Analyst\n\nRequirements\n- SQL for dashboards\n")
    plan = planned(made_of)[1]
    (date,) = _edits(plan.patches, "normalise_date")
    first = polish(apply(made_of, plan, lexicon()), made_of, lexicon())
    edit = next(one for one in _edits(first.edits, "normalise_date") if "June 2016 to February 2020" in one.before)
    assert "June 2016 to February 2020" in _periods(finished(made_of, [edit]))
    assert {"March 2020 to Present", "June 2016 to February 2020"} <= set(_periods(finished(made_of, [date, edit])))
    assert {"March 2020 to Present", "Jun 2016 – Feb 2020"} <= set(_periods(finished(made_of, [date])))


def test_a_statement_that_shall_stay_is_not_changed_by_the_polish() -> None:
    """Neither by the same kind of change to other words, nor by another kind of change to the same words."""
    made_of = materials(
        RESUME.replace("- Built", "- Helped the clerks\n- Helped the drivers\n- Helped the cooks\n- Built"), POSTING
    )
    none = Plan(patches=[])
    (edit,) = _edits(polish(apply(made_of, none, lexicon()), made_of, lexicon()).edits, "verb_swap")
    assert edit.before.startswith("Helped the cooks")
    by_plan = replace(edit, id="p1", engine="rules")
    for planned_so in (
        replace(by_plan, after=edit.after.replace("Assisted", "Aided")),
        replace(by_plan, op="trim_filler"),
    ):
        kept = finished(made_of, [planned_so], plan=Plan(patches=[planned_so]))
        assert edit.before in [line.text for line in lines_of(kept)]


def _planned(plan: Plan, patch: Patch) -> Patch:
    return next(one for one in plan.patches if one.id == patch.id)


def _entry(doc: OptimisedDoc, entry_id: str) -> list[Line]:
    return next(entry.lines for section in doc.sections for entry in section.entries if entry.id == entry_id)


def _periods(doc: OptimisedDoc) -> list[str]:
    return [period_line(entry) for section in doc.sections for entry in section.entries]


def _changed_rows(patch: Patch) -> list[tuple[str, str]]:
    rows = zip(patch.before.split("\n"), patch.after.split("\n"), strict=True)
    return [(before, after) for before, after in rows if before != after]


def _edits(edits: Sequence[Patch], op: PatchOp) -> list[Patch]:
    return [edit for edit in edits if edit.op == op]
