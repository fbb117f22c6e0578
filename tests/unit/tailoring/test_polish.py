"""The polish: form only, and only where there is no doubt."""

import pytest

from agents.tailoring.language import single_suggestion
from agents.tailoring.language.periods import period_text
from agents.tailoring.polish import polish
from agents.tailoring.polish.punctuation import evened, wants_full_stops
from agents.tailoring.polish.tense import in_tense
from contracts.documents import Dates
from tests.support import fictional
from tests.support.tailored import RESUME, TRADES, draft, lexicon, materials, objections, sample, tailored

_SINCE = Dates(raw="03/2020 to Present", start_year=2020, start_month=3, ongoing=True, precision="month")


@pytest.mark.parametrize(
    ("before", "ongoing", "after"),
    [
        ("Managing six planners", False, "Managed six planners"),
        ("Maintains the report", False, "Maintained the report"),
        ("Prepare the budget", False, "Prepared the budget"),
        ("Managing six planners", True, "Manage six planners"),
        ("Managed six planners", True, None),
        ("Managed six planners", False, None),
        ("Monitoring and recording activity", False, None),
        ("Answer phones, transferring calls and refers clients", False, None),
        ("Process engineer for two lines", False, None),
        ("Research on metals", False, None),
        ("Handle", False, None),
    ],
)
def test_a_line_takes_the_tense_of_its_role_where_it_is_surely_a_verb(
    before: str, ongoing: bool, after: str | None
) -> None:
    """A noun, or a chain of verbs of which one would stay behind, is left alone."""
    assert in_tense(before, ongoing=ongoing) == after


@pytest.mark.parametrize(
    ("text", "full_stop", "after"),
    [
        ("Sold bread  and cake", None, "Sold bread and cake"),
        ("Advocated for the council , raised $2000.", True, "Advocated for the council, raised $2000."),
        ("Sold bread to the neighbours", True, "Sold bread to the neighbours."),
        ("College of Business", True, "College of Business"),
        ("Sold bread to the neighbours.", False, "Sold bread to the neighbours"),
        ("Sold bread. Baked cake.", False, "Sold bread. Baked cake."),
        ("Sold bread, cake, etc.", False, "Sold bread, cake, etc."),
        ("Worked for Example Inc.", False, "Worked for Example Inc."),
    ],
)
def test_punctuation_follows_the_majority(text: str, full_stop: bool | None, after: str) -> None:
    """Names get no full stop, sentences and abbreviations keep theirs."""
    assert evened(text, full_stop=full_stop) == after
    assert evened(after, full_stop=full_stop) == after


def test_the_majority_decides_about_full_stops() -> None:
    """As many with as without decide nothing."""
    assert wants_full_stops(["a.", "b.", "c"]) is True
    assert wants_full_stops(["a.", "b", "c"]) is False
    assert wants_full_stops(["a.", "b"]) is None
    assert wants_full_stops([]) is None


@pytest.mark.parametrize(
    "word", ["rebinding", "bindery", "rehires", "dashboards", "automates", "Montreal", "kubectl", "lb"]
)
def test_what_may_be_a_word_is_no_mistake(word: str) -> None:
    """Built words, names and short words are never corrected: a wrong correction is worse than a slip."""
    assert single_suggestion(word, lexicon()) is None


def test_a_slip_that_can_mean_only_one_word_is_corrected() -> None:
    """Two letters changed round, one left out: one common word is near, and it is meant."""
    assert single_suggestion("acheived", lexicon()) == "achieved"
    assert single_suggestion("devlopment", lexicon()) == "development"


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (_SINCE, "Mar 2020 – Present"),
        (Dates(raw="2018-2022", start_year=2018, end_year=2022), "2018 – 2022"),
        (Dates(raw="Summer 2013", start_year=2013, precision="season"), None),
        (Dates(raw="2013", start_year=2013), None),
        (Dates(raw="May 2013 - 2014", start_year=2013, start_month=5, end_year=2014), None),
    ],
)
def test_a_period_is_rewritten_only_where_it_is_whole(dates: Dates, written: str | None) -> None:
    """Seasons, single dates and half-known months stay as written."""
    assert period_text(dates) == written


@pytest.mark.parametrize("name", [*(f"sample {trade}" for trade in TRADES), *fictional.RESUMES])
def test_a_polished_document_is_clean_and_stays_as_it_is(name: str) -> None:
    """No violation after the polish, nothing lost, and polishing again finds nothing more to do."""
    made = sample(name.removeprefix("sample ")) if name.startswith("sample ") else materials(fictional.text(name))
    once = polish(tailored(made), made, lexicon())
    assert objections(once.doc, made) == []
    assert once.doc.polished
    again = polish(once.doc, made, lexicon())
    assert again.edits == ()


def test_edits_are_listed_and_serve_nobody() -> None:
    """Each edit is a patch of the document, marked as the polish's."""
    resume = RESUME.replace("Prepared stock reports", "Prepares stock reports")
    made = materials(resume)
    polished = polish(draft(made), made, lexicon())
    ops = {edit.op for edit in polished.edits}
    assert {"normalise_date", "polish_tense"} <= ops
    assert all(edit.engine == "polish" and not edit.serves for edit in polished.edits)
    assert list(polished.edits) == polished.doc.patches
