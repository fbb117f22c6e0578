"""What agents tell is checked where they tell it."""

import pytest

from agents.sdk import diff, insight, metric, outcome, progress, validation
from agents.sdk.told import TEXT_LIMIT, encode_document
from contracts.documents import Span
from contracts.events import Insight, MetricUpdate


def test_an_insight_names_itself() -> None:
    """The same words of the same category are the same insight; other words are another."""
    first, same, other = (insight("gap", "high", words) for words in ("No CPA", "No CPA", "No Excel"))

    assert isinstance(first, Insight)
    assert first.id == same.id != other.id
    assert insight("gap", "high", "No CPA", id="gap-cpa").id == "gap-cpa"


def test_long_sentences_are_cut() -> None:
    """A sentence that no reader would take is shortened, not lost."""
    long = "word " * 200

    for text in (
        insight("gap", "low", long).message,
        progress(1, long).milestone,
        validation("DAT-01", "minor", "before", "pass", long).message,
        diff("p1", "skills", "reorder_skills", long, "ref").summary,
    ):
        assert text is not None
        assert len(text) <= TEXT_LIMIT
        assert text.endswith("word…")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_metric_is_a_number(value: float) -> None:
    """What JSON has no number for is refused."""
    with pytest.raises(ValueError, match="finite"):
        metric("match_score", value)


def test_a_metric_takes_whole_numbers_and_flags() -> None:
    """Every number becomes the one type of the event."""
    assert metric("pages", 2) == MetricUpdate(key="pages", value=2.0)
    assert metric("round_trip_ok", value=True, unit="flag").value == 1.0


@pytest.mark.parametrize("pct", [-1, 101])
def test_a_percentage_is_between_0_and_100(pct: int) -> None:
    """Anything else is a bug of the agent, and is refused where it happens."""
    with pytest.raises(ValueError, match="pct"):
        progress(pct)


def test_wrong_words_are_refused() -> None:
    """An importance, a severity or a verdict that no reader knows would not be shown: it is refused."""
    with pytest.raises(ValueError, match="importance"):
        insight("gap", "urgent", "No CPA")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="status"):
        validation("DAT-01", "minor", "before", "maybe")  # type: ignore[arg-type]


def test_an_outcome_takes_any_name() -> None:
    """Names that are no Python words are given in a dictionary, beside the others."""
    assert outcome({"resume.md": "# A"}, review=b"x").documents == {"resume.md": "# A", "review": b"x"}


def test_documents_are_stored_as_what_they_are() -> None:
    """Structs as JSON, text as UTF-8, bytes untouched."""
    assert encode_document(Span(source="resume", start=1, end=2)) == b'{"source":"resume","start":1,"end":2}'
    assert encode_document("é") == "é".encode()
    assert encode_document(b"\xff") == b"\xff"
