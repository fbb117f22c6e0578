"""Source texts: normalised once, said what was repaired, and nothing that can be seen is lost."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.tailoring.text import language_of, source_text, why_unreadable
from tests.support import fictional
from tests.support.corpus import postings, resumes

ODD = st.text(alphabet="ab-– •*oÂ\xa0\t\n\r\u200b\u2010é.~\x00\ue000Tt&;#3\f\u3000[]()_", max_size=40)


@given(st.one_of(ODD, st.text(max_size=60)))
@settings(deadline=None)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    """Offsets hold for ever: what was normalised is its own normal form."""
    once = source_text("resume", raw).text
    assert source_text("resume", once).text == once


@given(st.text(alphabet="abcXYZ019 .,\n\t•-", max_size=80))
@settings(deadline=None)
def test_no_letter_and_no_figure_is_lost(raw: str) -> None:
    """Normalising may move white space and marks, never what was said."""
    said = [character for character in raw if character.isalnum()]
    assert [character for character in source_text("resume", raw).text if character.isalnum()] == said


@pytest.mark.parametrize(
    ("raw", "expected", "repair"),
    [
        ("Devel-\noping tools", "Developing\ntools", "hyphenation"),
        ("in a top-\nnotch facility", "in a top-notch\nfacility", "hyphenation"),
        ("reliability.Â\nNext", "reliability.\nNext", "mojibake"),
        ("â€¢ Led a team", "• Led a team", "mojibake"),
        ("- Led\n* Built\n\uf0b7 Ran", "• Led\n• Built\n• Ran", "bullets"),
        ("•\nLed a team", "• Led a team", "bullets"),
        ("555-\u00ad\u20101234 now", "555-1234 now", "invisible characters"),
        ("zero\u200bwidth", "zerowidth", "invisible characters"),
        ("\ue0b1 jane", "jane", "icons"),
        ("one two three four Acme Ltd\tMay 2020", "one two three four Acme Ltd  May 2020", "tabs"),
    ],
)
def test_what_converters_break_is_repaired_and_named(raw: str, expected: str, repair: str) -> None:
    """Each repair is listed, so that a milestone can name it."""
    source = source_text("resume", raw)
    assert source.text == expected
    assert repair in source.repairs


def test_words_parted_by_tabs_everywhere_are_words() -> None:
    """Where nearly every gap is wide, width means nothing."""
    assert source_text("resume", "Led\t  a\t  team\t  of\t  nine").text == "Led a team of nine"


def test_the_hash_is_of_the_normalised_text() -> None:
    """Whoever holds the text can check that a span points into it."""
    source = source_text("posting", "Nurse \r\nwanted")
    assert source.text == "Nurse\nwanted"
    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest()


def test_markdown_is_read_without_its_marks() -> None:
    """Headings, strong text and links are text; the address stays."""
    source = source_text("resume", fictional.text("developer"))
    assert source.text.splitlines()[0] == "Tomas Okafor"
    assert "**" not in source.text
    assert "github.com/tokafor" in source.text
    assert "markdown" in source.repairs


@pytest.mark.parametrize("end", ["\r", "\r\n", "\u2028", "\f"])
def test_markdown_is_known_by_its_lines_however_they_end(end: str) -> None:
    """A mark stands at the beginning of a line, whatever ends the one before."""
    source = source_text("resume", end.join(["# Ines Halvorsen", "## Skills", "SQL"]))
    assert source.text == "Ines Halvorsen\nSkills\nSQL"
    assert source_text("resume", source.text).text == source.text


@pytest.mark.parametrize(
    "raw",
    [
        "# Developer — Northgate Ltd\n\x1f# Developer — Southgate Ltd\n",
        "\u200b**Experience**\n\u200b**Education**\n",
        "** **\n** **\n",
    ],
)
def test_marks_behind_what_cannot_be_seen_are_found_at_once(raw: str) -> None:
    """What is normal is read the same a second time: nothing hides a mark from the first."""
    once = source_text("resume", raw).text
    assert source_text("resume", once).text == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Ich habe fünf Jahre als Koch gearbeitet und leite die Küche mit einem Team von acht Leuten "
                "in der Stadt und auf dem Schiff"
            ),
            "de",
        ),
        (
            (
                "Je travaille depuis cinq ans dans une école et je suis responsable de la classe pour les enfants du "
                "quartier avec une équipe"
            ),
            "fr",
        ),
        ("Готовил еду для гостей ресторана и руководил сменой", "und"),
        ("Picked orders. Drove forklift. Excel, Word, SAP.", "en"),
        ("", "en"),
    ],
)
def test_languages_are_told_apart_by_their_function_words(text: str, expected: str) -> None:
    """Another language is reported; English is the answer where too little is said to tell."""
    assert language_of(text) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "%PDF-1.7 obj stream",
        "PK\x03\x04\x14\x00",
        "\x89PNG\r\n",
        "a\x00b",
        "\ufffd\ufffd\ufffd words",
        "   ",
        "#### 12 34 ----",
    ],
)
def test_binary_rubbish_is_refused_with_a_reason(raw: str) -> None:
    """What only pretends to be text is named for what it is."""
    assert why_unreadable(raw)


def test_text_is_not_refused() -> None:
    """Texts in any script, and texts with some lost characters, are texts."""
    assert why_unreadable("Mara Lindqvist\nNurse \ufffd since 2019") is None
    assert why_unreadable("Готовил еду для гостей") is None


@pytest.mark.data
def test_real_texts_are_texts_in_english() -> None:
    """All forty real texts read as English with nearly every word known."""
    for name, raw in {**resumes(), **postings()}.items():
        source = source_text("resume", raw)
        assert why_unreadable(raw) is None, name
        assert source.language == "en", name
        assert source.layout.quality > 0.95, name
