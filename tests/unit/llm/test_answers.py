"""Reading what models write, and asking servers for less and less."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.llm.answers import BadAnswerError, Terms, Wording, one_line, read_answer, some_terms
from agents.llm.dialect import Dialect

GOOD = '{"after": "Did it", "facts": [1, 2]}'


@pytest.mark.parametrize(
    "text",
    [GOOD, f" \n{GOOD}\n", f"```json\n{GOOD}\n```", f"Sure: {GOOD} – good luck!", f"<think>{{}} hm</think>{GOOD}",
     '{"after": "Did it", "facts": [1, 2], "confidence": 1}', f"{GOOD} {GOOD} }} and so on {{", f"{{hm}} {GOOD}"],
)  # fmt: skip
def test_an_object_is_found_in_what_is_around_it(text: str) -> None:
    """Fences, sentences, thoughts and further fields are no matter."""
    assert read_answer(text, Wording) == Wording("Did it", [1, 2])


@pytest.mark.parametrize(
    "text",
    ["", "}{", "no", "[1]", '{"after": 1, "facts": [1]}', '{"after": "x"}', '{"after": "x", "facts": [1.5]}', "{"],
)
def test_anything_else_is_no_answer(text: str) -> None:
    """Another form is refused, whatever the model meant."""
    with pytest.raises(BadAnswerError):
        read_answer(text, Wording)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is an answer or is none; nothing else happens."""
    with contextlib.suppress(BadAnswerError):
        assert isinstance(read_answer(text, Terms), Terms)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("• Did it", "Did it"),
        ("Did\n it", "Did it"),
        ('"Did it"', "Did it"),
        ("“Did it”", "Did it"),
        ("  ", ""),
        ('"', '"'),
    ],
)
def test_a_wording_is_made_a_line(text: str, line: str) -> None:
    """No line break comes through: the engine would take it for two lines."""
    assert one_line(text) == line


def test_terms_are_few_and_short() -> None:
    """Each once, forty at most, none longer than a hundred characters."""
    assert some_terms(["a b", "a  b", "", " ", "x" * 101]) == ("a b",)
    assert len(some_terms([str(number) for number in range(99)])) == 40


def test_a_dialect_gives_up_one_field_after_the_other() -> None:
    """Whatever is refused, some time nothing is left to leave out, and no form is tried twice."""
    dialect: Dialect | None = Dialect()
    seen = []
    while dialect is not None:
        seen.append(dialect)
        dialect = dialect.lesser("max_completion_tokens, please")
    assert len(seen) == len(set(seen)) == 6
    assert seen[-1].fields("x", {}, 5) == {"stream": True, "max_completion_tokens": 5}


def test_a_dialect_heeds_what_the_complaint_names() -> None:
    """A server that names the field that it does not know keeps all others."""
    assert Dialect().lesser("unknown: stream_options") == Dialect(counts=False)
    assert Dialect().lesser("temperature must be 1") == Dialect(temperature=False)
    assert Dialect().lesser("no") == Dialect(form="json_object")
