"""The direction of letters, and where lines end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.tailoring.rendering.pdf.bidi import base_level, levels, visual
from agents.tailoring.rendering.pdf.breaking import lines


def shown(text: str) -> str:
    """Give a text as it stands on a line, from left to right."""
    stretches = visual(levels(text, base_level(text)))
    return "".join(text[one.start : one.end][:: -1 if one.level % 2 else 1] for one in stretches)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain text, 12", "plain text, 12"),
        ("אבג", "גבא"),
        ("אב cd גד", "דג cd בא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג 123", "123 גבא"),
        ("abc אבג 123", "abc 123 גבא"),
        ("שכר $1,200.50 נטו", "וטנ $1,200.50 רכש"),
        ("مرحبا 12-34", "34-12 ابحرم"),
        ("", ""),
    ],
)
def test_letters_stand_where_unicode_says(text: str, seen: str) -> None:
    """Right-to-left letters are turned around, numbers and foreign words in them are not."""
    assert shown(text) == seen


@given(st.text("ab אבجد12 ,.$%-()", max_size=40))
def test_turning_around_loses_nothing(text: str) -> None:
    """What is seen has the same letters as what is said."""
    assert sorted(shown(text)) == sorted(text)


@given(st.text("ab 中、한-é", max_size=120), st.integers(1, 20))
def test_lines_hold_everything_and_fit(text: str, room: int) -> None:
    """No line is longer than its room, none is empty, and all letters are there in order."""
    line = " ".join(text.split())
    cut = lines(line, lambda start, end: end - start <= room)
    parts = [line[start:end] for start, end in cut]
    assert all(0 < len(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(line.split())


def test_lines_end_at_spaces_and_between_wide_letters() -> None:
    """A word is cut only where it has no room on a line of its own; no line begins with a closing mark."""

    def cut(text: str, room: int) -> list[str]:
        return [text[start:end] for start, end in lines(text, lambda start, end: end - start <= room)]

    assert cut("to be or not", 5) == ["to be", "or", "not"]
    assert cut("abcdefgh ij", 4) == ["abcd", "efgh", "ij"]
    assert cut("王小明、王小明", 3) == ["王小", "明、王", "小明"]
