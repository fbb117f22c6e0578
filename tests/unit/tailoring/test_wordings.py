"""Wordings of another engine: taken where they pass and lose nothing, put aside and named where not."""

import pytest

from agents.tailoring.applying import Wording, apply
from agents.tailoring.applying.wording import losses
from contracts.documents import OptimisedDoc, Patch
from tests.support.modelled import lines_of, made, plan_of
from tests.support.tailored import lexicon, objections

RULES = "Maintained the weekly capacity report for 35 depots"
KEPT = "Maintained weekly capacity report for 35 depots"


def worded(text: str, sources: tuple[str, ...] = ("f11", "f12")) -> tuple[OptimisedDoc, Patch]:
    """Apply the plan with another wording of its first statement."""
    patch_id = next(patch.id for patch in plan_of(made()).patches if patch.op == "weak_opening")
    doc = apply(made(), plan_of(made()), lexicon(), wordings=[Wording(patch_id, "model:m", text, sources)])
    return doc, next(patch for patch in doc.patches if patch.id == patch_id)


def test_a_wording_that_passes_is_taken_and_what_comes_later_finds_it() -> None:
    """The line stands in its words, the rules' words are kept beside, and orders of lines are applied as planned."""
    doc, patch = worded(KEPT)
    assert (patch.engine, patch.status, patch.after, patch.otherwise) == ("model:m", "applied", KEPT, RULES)
    assert KEPT in lines_of(doc)
    assert RULES not in lines_of(doc)
    assert {one.status for one in doc.patches} == {"applied"}
    assert objections(doc, made()) == []


def test_a_wording_like_the_rules_is_theirs() -> None:
    """The same words are no other engine's."""
    doc, patch = worded(RULES)
    assert (patch.engine, patch.otherwise, patch.declined) == ("rules", None, None)
    assert doc == apply(made(), plan_of(made()), lexicon())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Maintained the weekly capacity report for 36 depots", "a number"),
        ("Maintained the weekly capacity report for 35 depots and 4 ships", "number"),
        ("Maintained the weekly capacity report", "a number"),
        ("Reported on 35 depots", "much of the line"),
        ("Led the weekly capacity report for 35 depots", "strength"),
        ("Maintained the weekly Kubernetes report for 35 depots", "skill"),
        ("Maintained the weekly capacity report for 35 depots\nand more", "line"),
        ("", "a number"),
    ],
)
def test_a_wording_that_does_not_pass_is_put_aside_with_its_reason(text: str, reason: str) -> None:
    """The rules' words stand; who was asked, what came and why it was refused are kept."""
    doc, patch = worded(text)
    assert (patch.engine, patch.after, patch.status) == ("rules", RULES, "applied")
    assert patch.declined is not None
    assert reason in patch.declined.reason
    assert (patch.declined.engine, patch.declined.text) == ("model:m", text)
    assert lines_of(doc) == lines_of(apply(made(), plan_of(made()), lexicon()))


def test_facts_that_are_not_there_are_refused() -> None:
    """A composed line cites facts of the résumé, whoever composed it."""
    _, patch = worded(KEPT, sources=())
    assert patch.engine == "model:m"
    assert patch.sources == []


@pytest.mark.parametrize(
    ("kept", "text", "lost"),
    [
        ("Built the Fjordline app", "Built the app", "a name"),
        ("Wrote reports in SQL", "Wrote reports", "a term"),
        ("Trained five colleagues", "Trained colleagues", "a number"),
        ("Planned the rounds of drivers each morning", "Planned rounds of drivers each morning", None),
        ("Planned the rounds of drivers each morning", "Planned drivers", "much of the line"),
    ],
)
def test_what_a_rewording_leaves_out(kept: str, text: str, lost: str | None) -> None:
    """Numbers, names and terms stay; of the rest a quarter may go, a word at least."""
    assert losses(kept, text, lexicon()) == lost
