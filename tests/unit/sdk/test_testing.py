"""The harness that agents are tested with does what the runtime does."""

from collections.abc import AsyncGenerator
from datetime import date

import pytest
from typing_extensions import override

from agents.sdk import Agent, PermanentError, Told, Work, outcome, progress
from agents.sdk.testing import given, handed_over
from contracts.documents import Span
from eventlog import DocumentNotFoundError


def width(span: Span, *, times: int = 1) -> int:
    """Compute something."""
    return (span.end - span.start) * times


class Measuring(Agent):
    """Measures a span."""

    step = "measuring"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        span = await work.read("span", Span)
        yield progress(50, "read")
        ref = await work.store("note", "stored before")
        yield outcome({"width.txt": str(await work.compute(width, span, times=2))}, ref=ref, span=span)


async def test_a_story_is_told_to_its_end() -> None:
    """Given documents, when an agent handles them, then it told, and handed over what a later step would read."""
    told = [told async for told in Measuring().handle(given(span=Span(source="resume", start=3, end=8)))]

    assert told[0] == progress(50, "read")
    assert handed_over(told, "width.txt", str) == "10"
    assert handed_over(told, "width.txt", bytes) == b"10"
    assert handed_over(told, "span", Span) == Span(source="resume", start=3, end=8)


async def test_work_says_what_it_is() -> None:
    """Attempt, delivery and the day of the start come from the work item."""
    work = given({"resume.md": "# A"}, attempt=2, delivery=3, started_at=date(2026, 2, 28))

    assert (work.attempt, work.delivery, work.run, work.started_at) == (2, 3, "2.3", date(2026, 2, 28))
    assert work.has("resume.md")
    assert not work.has("resume")
    assert await work.read("resume.md", str) == "# A"
    assert work.bytes_read == 3


async def test_a_missing_document_is_nobodys_crash() -> None:
    """A document that was not handed over, or is of another kind, or was erased, fails the step for good."""
    work = given(text="no json")

    with pytest.raises(PermanentError, match="not given") as missing:
        await work.read("posting", str)
    assert missing.value.code == "missing_document"
    with pytest.raises(PermanentError, match="no Span") as malformed:
        await work.read("text", Span)
    assert malformed.value.code == "malformed_document"
    work._documents.server.documents.clear()  # type: ignore[attr-defined]  # noqa: SLF001, as erasing does
    with pytest.raises(DocumentNotFoundError):
        await work.read("text", str)


async def test_what_cannot_be_sent_is_refused_as_it_would_be() -> None:
    """A lambda and an argument that cannot be copied fail in the test, not first in the computing process."""
    with pytest.raises(TypeError, match="cannot be sent"):
        await given().compute(lambda: 1)
    with pytest.raises((TypeError, AttributeError)):
        await given().compute(len, iter(lambda: 1, 1))  # type: ignore[arg-type]


async def test_an_outcome_is_told_once_and_last() -> None:
    """The harness finds what the runtime would refuse."""
    with pytest.raises(AssertionError, match="exactly one outcome"):
        handed_over([outcome(a="1"), progress(100)], "a", str)
    with pytest.raises(AssertionError, match="no b"):
        handed_over([outcome(a="1")], "b", str)
