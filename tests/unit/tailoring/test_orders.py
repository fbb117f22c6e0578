"""Orders move what stands there, whatever it says by now: also when a change that they were planned on is rejected."""

from collections.abc import Sequence
from itertools import combinations

import pytest

from agents.tailoring.applying import apply
from contracts.documents import OptimisedDoc, Patch, PatchOp, Plan
from tests.support.tailored import RESUME, lexicon, materials, objections

POSTING = "Analyst\n\nRequirements\n- JavaScript and SQL for dashboards\n- stock reports in Excel\n"
TWICE = RESUME.replace(
    "- Prepared stock", "- Responsible for maintaining the weekly capacity report for 35 depots\n- Prepared stock"
)
"""One statement in two roles, to be reworded in both."""
LONG = "Built dashboards in JS for the planners of all depots, and trained the clerks of each depot on how to read them"


WEAK = "Responsible for maintaining the weekly capacity report for 35 depots"
STRONG = "Maintained the weekly capacity report for 35 depots"
BUILT = "Built dashboards in JS and SQL for a team of 6 planners"
NAMED = "Built dashboards in JS (JavaScript) and SQL for a team of 6 planners"
ASSISTED = "Assisted the finance team with the yearly audit of 1,200 invoices"
BUDGET = "Did not exceed the budget of $40K in any year"
REPORTS, TRAINED = "Prepared stock reports in Excel", "Trained five colleagues on the new warehouse system"
PARTS = LONG.replace(", and t", "\nT").split("\n")


def change(op: PatchOp, path: str, before: str | Sequence[str], after: str | Sequence[str]) -> Patch:
    """Plan a change; the texts of several lines as a list."""
    was, will_be = (text if isinstance(text, str) else "\n".join(text) for text in (before, after))
    cited = ["f18"] if op == "list_evidenced_skill" else []
    return Patch(id=f"{op} {path}", op=op, path=path, before=was, after=will_be, sources=cited)


CASES: dict[str, tuple[str, list[Patch]]] = {
    "roles whose statements are reworded, one of them in both": (
        TWICE,
        [
            change("weak_opening", "bullet:b2", WEAK, STRONG),
            change("weak_opening", "bullet:b6", WEAK, STRONG),
            change("surface_variant", "bullet:b3", BUILT, NAMED),
            change(
                "reorder_bullets", "entry:e1", [STRONG, NAMED, ASSISTED, BUDGET], [NAMED, STRONG, ASSISTED, BUDGET]
            ),
            change("reorder_bullets", "entry:e2", [STRONG, REPORTS, TRAINED], [REPORTS, TRAINED, STRONG]),
        ],
    ),
    "a role that says something twice": (
        RESUME.replace("- Trained", f"- {REPORTS}.\n- Trained"),
        [
            change("drop_duplicate_bullet", "bullet:b7", f"{REPORTS}.", ""),
            change("reorder_bullets", "entry:e2", [REPORTS, TRAINED], [TRAINED, REPORTS]),
        ],
    ),
    "a role in which a long statement is cut in two": (
        RESUME.replace(BUILT, LONG),
        [
            change("split_long_bullet", "bullet:b3", LONG, PARTS),
            change("reorder_bullets", "entry:e1", [WEAK, *PARTS, ASSISTED, BUDGET], [*PARTS, WEAK, ASSISTED, BUDGET]),
        ],
    ),
    "a list in one line, of which one is named otherwise and one is new": (
        RESUME.replace("SQL, Excel, f", "SQL, Excel, JS, f"),
        [
            change("surface_variant", "bullet:b9", "SQL, Excel, JS, forecasting, reporting",
                   "SQL, Excel, JS (JavaScript), forecasting, reporting"),
            change("list_evidenced_skill", "skills", "", "finance"),
            change("reorder_skills", "bullet:b9", "SQL, Excel, JS (JavaScript), forecasting, reporting, finance",
                   "finance, JS (JavaScript), SQL, Excel, forecasting, reporting"),
        ],
    ),
    "sections, of which one has another heading": (
        RESUME.replace("Skills\n", "My Skills:\n"),
        [
            change("rename_heading", "section:s5", "My Skills", "Skills"),
            change("reorder_sections", "document", ["Summary", "Experience", "Education", "Certifications", "Skills"],
                   ["Summary", "Skills", "Experience", "Education", "Certifications"]),
        ],
    ),
}  # fmt: skip


def applied(resume: str, patches: list[Patch], rejected: Sequence[Patch] = ()) -> OptimisedDoc:
    """Apply some changes without others, and look whether anything is wrong with what comes of it."""
    made_of = materials(resume, POSTING)
    doc = apply(made_of, Plan(patches=patches), lexicon(), rejected)
    assert objections(doc, made_of) == []
    return doc


def arrangement(doc: OptimisedDoc) -> list[str]:
    """Give the ids of sections and lines in their order."""
    return [
        name
        for section in doc.sections
        for name in (
            section.id,
            *(line.id for line in section.lines),
            *(line.id for entry in section.entries for line in entry.lines),
        )
    ]


@pytest.mark.parametrize("case", CASES)
def test_no_order_is_lost_for_another_change(case: str) -> None:
    """Whatever else is rejected, orders are made, of what is there; restored, everything is as it was."""
    resume, patches = CASES[case]
    whole = applied(resume, patches)
    assert {patch.status for patch in whole.patches} == {"applied"}, [one.reject_reason for one in whole.patches]
    others = [patch for patch in patches if not patch.op.startswith("reorder")]
    for count in range(1, len(others) + 1):
        for rejected in combinations(others, count):
            doc = applied(resume, patches, rejected)
            refused = {patch.id for patch in doc.patches if patch.status == "rejected"}
            assert refused == {patch.id for patch in rejected}, [one.reject_reason for one in doc.patches]
            standing = arrangement(doc)
            known = [name for name in arrangement(whole) if name in standing]
            assert [name for name in standing if name in known] == known
    assert applied(resume, patches) == whole


def test_an_order_does_not_bring_back_the_words_that_were_rejected() -> None:
    """The order of a list in one line is told with the names that the list has."""
    resume, patches = CASES["a list in one line, of which one is named otherwise and one is new"]
    named, listed, _ = patches
    rejected: list[Patch]
    for rejected, told in (
        ([], "finance, JS (JavaScript), SQL, Excel, forecasting, reporting"),
        ([named], "finance, JS, SQL, Excel, forecasting, reporting"),
        ([listed], "JS (JavaScript), SQL, Excel, forecasting, reporting"),
        ([named, listed], "JS, SQL, Excel, forecasting, reporting"),
    ):
        (section,) = (one for one in applied(resume, patches, rejected).sections if one.type == "skills")
        assert [line.text for line in section.lines] == [told]


def test_what_an_order_does_not_know_stays_behind_its_neighbour() -> None:
    """A statement that was to be dropped and was not, a long one that was not cut."""
    for case, order in (
        ("a role that says something twice", ["b8", "b6", "b7"]),
        ("a role in which a long statement is cut in two", ["b3", "b2", "b4", "b5"]),
    ):
        resume, patches = CASES[case]
        standing = arrangement(applied(resume, patches, patches[:1]))
        assert [name for name in standing if name in order] == order


def test_an_order_that_moves_nothing_any_more_is_refused_with_what_it_builds_on() -> None:
    """It moved only what the user rejected."""
    listed = change("list_evidenced_skill", "skills", "", "finance")
    order = change(
        "reorder_skills",
        "bullet:b9",
        "SQL, Excel, forecasting, reporting, finance",
        "finance, SQL, Excel, forecasting, reporting",
    )
    assert {one.status for one in applied(RESUME, [listed, order]).patches} == {"applied"}
    refused = applied(RESUME, [listed, order], [listed]).patches[1]
    assert (refused.status, refused.reject_reason) == ("rejected", f"builds on {listed.id}, which you rejected")


def test_an_order_is_told_as_it_was_made() -> None:
    """Its words are those that stand in the result, before and after."""
    resume, patches = CASES["roles whose statements are reworded, one of them in both"]
    (order,) = (one for one in applied(resume, patches, patches[:1]).patches if one.path == "entry:e1")
    assert order.before.split("\n") == [WEAK, NAMED, ASSISTED, BUDGET]
    assert order.after.split("\n") == [NAMED, WEAK, ASSISTED, BUDGET]
