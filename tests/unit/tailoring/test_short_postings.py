"""Postings of two or three lines without a heading: what a sentence says of a thing itself is what is asked."""

import pytest

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.text import source_text
from contracts.documents import JobDoc


def read(text: str) -> JobDoc:
    """Read a posting from its text."""
    return read_posting(source_text("posting", text), Lexicon.load())


def levels(text: str) -> dict[str, str]:
    """Give the level at which each term is asked for."""
    return {term: one.level for one in read(text).requirements for term in (*one.terms, *one.any_of)}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Staff Nurse\nACLS is required.\nEpic is a plus.",
         {"Advanced Cardiac Life Support": "must", "Epic": "preferred"}),
        ("Backend Engineer\nMust have Python. Kubernetes is desirable.", {"Python": "must", "Kubernetes": "preferred"}),
        ("Kubernetes is essential. Terraform would be nice.", {"Kubernetes": "must", "Terraform": "preferred"}),
        ("Accountant\nCPA required. Excel a must.\nQuickBooks preferred.",
         {"Certified Public Accountant": "must", "Microsoft Excel": "must", "QuickBooks": "preferred"}),
        ("Data analyst for our office\nSQL is a minimum. Ideally Tableau.", {"SQL": "must", "Tableau": "preferred"}),
        ("We look for somebody who must know React.\nTypeScript is needed.", {"React": "must", "TypeScript": "must"}),
        ("Java Developer\n\nJava is required, Docker is nice to have.", {"Java": "must", "Docker": "preferred"}),
        ("SQL (required), Tableau (preferred)", {"SQL": "must", "Tableau": "preferred"}),
        ("Fluent English is compulsory and French is an advantage.", {"English": "must", "French": "preferred"}),
        ("The role requires fluency in German. Python: mandatory. Go: optional.",
         {"German": "must", "Python": "must", "Go": "preferred"}),
        ("Minimum 3 years of Python. AWS desired.", {"Python": "must", "Amazon Web Services": "preferred"}),
    ],
)  # fmt: skip
def test_what_is_required_or_wished_is_asked_without_a_heading(text: str, asked: dict[str, str]) -> None:
    """Also in the first sentence, in half a sentence, and of a name that is a word at the beginning of a sentence."""
    assert {term: level for term, level in levels(text).items() if term in asked} == asked


@pytest.mark.parametrize(
    "text",
    [
        "Warehouse hands\nNo experience with SAP is required.",
        "Warehouse hands\nSAP is not required, and isn't needed later either.",
        "We build lamps\nOur clients run SAP, for which security is essential.",
        "We build lamps\nWe are a team for whom Python is a must.",
        "Warehouse hands\nExtra staff come with SAP as required.",
    ],
)
def test_what_is_not_required_is_not_asked(text: str) -> None:
    """A denial asks for nothing, nor does what an employer says of itself."""
    assert [one.text for one in read(text).requirements if one.kind == "skill"] == []


def test_a_title_is_no_requirement_of_itself() -> None:
    """The line that names the job stays its title, whatever the lines below demand."""
    job = read("Staff Nurse\nBLS is required.")
    assert job.title == "Staff Nurse"
    assert [one.terms for one in job.requirements] == [["Basic Life Support"]]
    assert [zone.type for zone in job.zones] == ["title", "must"]
