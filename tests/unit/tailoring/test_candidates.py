"""Requirements that another engine read out of a posting: literal, light, and named as its own."""

import pytest

from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.text import source_text
from contracts.documents import JobDoc, Requirement

POSTING = """\
Grid Operator

About us
We love blue herons and open books.

Requirements
- SQL and two years of experience
- Calm in the switching room of a regional grid
- Night shifts by the relay ladder

Benefits
- A free parking badge
"""


def read(*candidates: str) -> JobDoc:
    """Read the posting with somebody's candidates."""
    return read_posting(source_text("posting", POSTING), Lexicon.load(), candidates, "model:m")


def new(job: JobDoc) -> list[Requirement]:
    """List what the rules did not find."""
    return [one for one in job.requirements if one.engine != "rules"]


def test_a_term_of_a_requirement_is_added_lightly() -> None:
    """It is asked like a duty, cites its sentence, and leaves what the rules found as it is."""
    job = read("relay ladder")
    [added] = new(job)
    assert (added.terms, added.level, added.kind, added.engine) == (["relay ladder"], "implicit", "skill", "model:m")
    assert added.text == "Night shifts by the relay ladder"
    assert [one for one in job.requirements if one.engine == "rules"] == read().requirements


@pytest.mark.parametrize(
    "term",
    ["blue herons", "free parking badge", "Relay Ladder", "relay  ladder", "elay ladder", "Kubernetes", "SQL", "sql",
     "the", "of a", "", "...", "Night shifts by the relay ladder", "years"],
)  # fmt: skip
def test_a_term_that_is_not_asked_for_is_left_out(term: str) -> None:
    """Other zones, other letters, parts of words, what is known, what says nothing, and whole sentences."""
    assert new(read(term)) == []


def test_at_most_eight_are_kept_and_each_once() -> None:
    """A model that lists everything adds little."""
    names = [f"gizmo{letter}" for letter in "abcdefghijkl"]
    lines = "\n".join(f"- You will stand by the {name} until it is dark" for name in names)
    posting = source_text("posting", f"Fitter\n\nResponsibilities\n{lines}\n")
    job = read_posting(posting, Lexicon.load(), [*names, *names], "model:m")
    assert [one.terms for one in new(job)] == [[name] for name in names[:8]]
