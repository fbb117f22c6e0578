"""The derived tables are what their command derives: names as people write them, without those that are words."""

import csv
from pathlib import Path

import pytest

from agents.tailoring.lexicon import Lexicon, tables
from agents.tailoring.lexicon.naming import derived_names, singular_titles

SOURCE = Path(__file__).parents[3].parent / "shared" / "data" / "lexicon"


def frequencies() -> dict[str, float]:
    """Read the committed frequencies."""
    found: dict[str, float] = {}
    for line in tables.lines("frequencies.txt"):
        value, _, listed = line.partition(" ")
        found.update(dict.fromkeys(listed.split(), float(value)))
    return found


def column(name: str, heading: str) -> list[str]:
    """Read a column of a table of the source."""
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return sorted({row[heading].strip() for row in csv.DictReader(file, delimiter="\t")})


@pytest.mark.parametrize(
    ("technology", "expected"),
    [
        ("The MathWorks MATLAB", ["MATLAB | The MathWorks MATLAB"]),
        ("Structured query language SQL", ["SQL! | Structured query language SQL"]),
        ("Autodesk AutoCAD", ["AutoCAD | Autodesk AutoCAD"]),
        ("Web browser software", []),
        ("Apple Pages", ["Apple Pages!"]),
        ("R", []),
    ],
)
def test_a_technology_gives_the_names_that_people_use(technology: str, expected: list[str]) -> None:
    """Vendors fall away, abbreviations stand alone, and ordinary words and single letters name nothing."""
    common = {"pages": 4.8, "apple": 4.9, "web": 4.8, "browser": 4.0, "the": 7.7, "xml": 3.0}
    assert derived_names([technology], common) == expected


def test_occupations_become_titles_that_one_person_holds() -> None:
    """Plurals, inverted names and "all other" become titles."""
    assert singular_titles(["Cooks, Short Order", "Accountants and Auditors", "Counselors, All Other"]) == [
        "accountant", "auditor", "counselor", "short order cook",
    ]  # fmt: skip


@pytest.mark.data
def test_the_committed_tables_are_fresh() -> None:
    """Deriving again from the same source changes nothing."""
    names = derived_names(column("onet_technology_skills.tsv", "Example"), frequencies())
    assert names == [line for line in tables.lines("onet.txt") if line != "[tool]"]
    assert singular_titles(column("onet_occupations.tsv", "Title")) == list(tables.lines("occupations.txt"))


def test_what_is_committed_is_small_and_loads() -> None:
    """All tables together stay below a megabyte, and the lexicon holds thousands of names."""
    folder = Path(tables.__file__).parent / "data"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000
    assert Lexicon.load().find("AutoCAD, MATLAB and Splunk")
