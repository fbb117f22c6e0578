"""The lexicon: names are found where they are names, and only what is the same stands in one group."""

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.tailoring.lexicon import Lexicon, fold, stem, tables, words

LEXICON = Lexicon.load()


def terms(text: str) -> list[str]:
    """List the terms that a text names."""
    return [hit.term for hit in LEXICON.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("built with JS and k8s", ["JavaScript", "Kubernetes"]),
        ("C++, C# and .NET", ["C++", "C#", ".NET"]),
        ("Node.js, NodeJS", ["Node.js", "Node.js"]),
        ("Google Cloud\nPlatform", ["Google Cloud Platform"]),
        ("balance sheets", ["Balance sheet"]),
        ("A/R and P&L", ["Accounts Receivable", "Profit and Loss"]),
    ],
)
def test_names_are_found_in_their_usual_spellings(text: str, expected: list[str]) -> None:
    """Abbreviations, signs, plurals and line breaks hide no name."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Excel at what you do", "go above and beyond", "in spring we move", "access to the building", "Go home early"],
)
def test_an_ordinary_word_is_no_name(text: str) -> None:
    """A name that is also a word counts only where it is written as a name."""
    assert terms(text) == []


@pytest.mark.parametrize("text", ["We use Go.", "Excel, Word", "knows EXCEL well", "R, Python"])
def test_an_ambiguous_name_counts_where_it_is_written_as_one(text: str) -> None:
    """In a list, in the middle of a sentence, or shouted, a capital makes it a name."""
    assert terms(text)


def test_the_longest_name_wins() -> None:
    """Spring Boot is not Spring, and hits never overlap."""
    assert terms("experience with Spring Boot and Spring Cloud") == ["Spring Boot", "Spring Cloud"]


@given(st.text(alphabet="AaGgo RJSs.+#-/&,\nExcelPython'’C", max_size=60))
def test_hits_lie_where_they_say_and_apart(text: str) -> None:
    """Every hit's surface is the text at its offsets, in order, without overlap."""
    hits = LEXICON.find(text)
    assert all(text[hit.start : hit.end] == hit.surface for hit in hits)
    assert all(before.end <= after.start for before, after in pairwise(hits))


def test_no_name_stands_in_two_groups() -> None:
    """The guard puts one name of a group for another: a name in two groups would make two things one."""
    seen: dict[str, str] = {}
    for table in ("aliases.txt", "skills.txt"):
        for group in tables.groups(table):
            for name in group.names:
                key = " ".join(fold(token.text) for token in words(name.text))
                assert seen.setdefault(key, group.names[0].text) == group.names[0].text, name.text


def test_variants_begin_with_the_canonical_name() -> None:
    """Whatever name is asked about, the group is the same; a term without others is its own group."""
    assert LEXICON.variants("JS") == LEXICON.variants("javascript") == LEXICON.variants("JavaScript")
    assert LEXICON.variants("JavaScript")[0] == "JavaScript"
    assert LEXICON.variants("Registered Nurse") == ("Registered Nurse", "RN")
    assert LEXICON.variants("Kanban") == ("Kanban",)
    assert LEXICON.variants("no such skill") == ("no such skill",)


def test_broader_terms_are_terms_and_never_lead_back() -> None:
    """The table of broader terms names only known terms, and nothing is broader than itself."""
    for line in tables.lines("broader.txt"):
        narrow, _, wide = line.partition(" < ")
        for name in (narrow, *wide.split(", ")):
            assert LEXICON.term(name) == name
        assert narrow not in LEXICON.broader(narrow)
    assert LEXICON.broader("FastAPI") == ("Python",)
    assert "Java" in LEXICON.broader("Spring Boot")


def test_kinds_tell_a_licence_from_a_tool() -> None:
    """What a term is decides what kind of requirement it makes."""
    assert LEXICON.kind("RN") == "licence"
    assert LEXICON.kind("CPA") == "cert"
    assert LEXICON.kind("Excel") == "tool"
    assert LEXICON.kind("Danish") == "language"
    assert LEXICON.kind("never heard of") == "skill"


def test_ordinary_words_are_known_by_their_frequency() -> None:
    """The list of words tells the common from the rare, whatever the capitals."""
    assert LEXICON.zipf("The") > LEXICON.zipf("nurse") > LEXICON.zipf("triage") > 0
    assert LEXICON.is_word("Kitchen")
    assert not LEXICON.is_word("qzxv")
    assert LEXICON.zipf("qzxv") == 0.0


def test_derived_tables_carry_their_attribution() -> None:
    """CC BY asks for it wherever a derived list is distributed."""
    assert "O*NET 29 Database" in tables.read("onet.txt")
    assert "CC BY-SA 4.0" in tables.read("frequencies.txt")


def test_stems_join_inflections_and_folding_does_not_join_meanings() -> None:
    """A stem is for likeness, a folded word for names."""
    assert stem("Managed") == stem("managing") == stem("manages")
    assert stem("nurse’s") == stem("nurse")
    assert fold("Accounts") == fold("account") != fold("Accounting")
    assert fold("analytics") == "analytics"
    assert fold("analysis") == "analysis"


def test_words_keep_numbers_and_signs_whole() -> None:
    """1,200 is one number, C++ one name, and a hyphen parts two words."""
    assert [token.text for token in words("1,200 C++ well-known don't A+ 4.5M")] == [
        "1,200", "C++", "well", "known", "don't", "A+", "4.5M",
    ]  # fmt: skip


def test_the_lexicon_travels_by_name() -> None:
    """Sent to another process it is that process's own, not a megabyte of tables."""
    sent = pickle.dumps(LEXICON)
    assert len(sent) < 200
    assert pickle.loads(sent) is LEXICON  # noqa: S301, our own bytes of a moment ago
