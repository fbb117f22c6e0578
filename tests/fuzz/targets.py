"""What strange input is given to. A target returns or refuses as it says that it does; anything else is a find."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from agents.ingesting.page import NoPostingError, PageTooHeavyError, read_json, read_page
from agents.tailoring.applying import unchanged
from agents.tailoring.evidence import Reader
from agents.tailoring.guard import Sources, check_document, check_line
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.posting import read_posting
from agents.tailoring.reading import read_resume
from agents.tailoring.reading.dates import periods
from agents.tailoring.text import source_text
from tests.fuzz.corpus import JSON, LINES, TEXTS

_TODAY: Final = date(2026, 11, 22)


class Target(NamedTuple):
    """A function that eats anything, and what it is fed."""

    eat: Callable[..., None]
    food: st.SearchStrategy[tuple[Any, ...]]


@cache
def _reader() -> Reader:
    return Reader(Lexicon.load())


def text(raw: str) -> None:
    """Normalise: what is normal stays as it is."""
    once = source_text("resume", raw).text
    assert source_text("resume", once).text == once


def dates(raw: str) -> None:
    """Find periods; each lies in the text."""
    for period in periods(raw):
        assert 0 <= period.start < period.end <= len(raw)


def page(body: bytes, media_type: str, charset: str | None) -> None:
    """Read a posting's page."""
    with suppress(NoPostingError, PageTooHeavyError):
        assert read_page(body, media_type, charset).text.strip()


def json_page(raw: str) -> None:
    """Read a posting that was pasted as JSON."""
    with suppress(NoPostingError, PageTooHeavyError):
        read_json(raw)


def posting(raw: str) -> None:
    """Read a posting; every requirement quotes it."""
    source = source_text("posting", raw)
    for requirement in read_posting(source, Lexicon.load()).requirements:
        assert 0 <= requirement.span.start <= requirement.span.end <= len(source.text)


def resume(raw: str) -> None:
    """Read a résumé; what was read passes the guard as it is, so nothing is lost and nothing is added."""
    source = source_text("resume", raw)
    read = read_resume(source, None, Lexicon.load())
    sources = Sources.of(source)
    for fact in read.facts:
        assert sources.excerpt(fact.span)
    assert check_document(unchanged(read, sources), read, sources, _reader(), _TODAY) == []


def guard(line: str, cited: list[str]) -> None:
    """Check a line against anything: it never passes without a source, and always as its own source."""
    check_line("l", line, cited, _reader())
    assert check_line("l", line, [line], _reader()) == []


TARGETS: Final[Mapping[str, Target]] = {
    "text": Target(text, st.tuples(TEXTS)),
    "dates": Target(dates, st.tuples(TEXTS)),
    "page": Target(
        page,
        st.tuples(
            st.one_of(TEXTS.map(lambda raw: raw.encode("utf-8", "surrogatepass")), st.binary(max_size=300)),
            st.sampled_from(("text/html", "application/json", "text/plain", "application/pdf", "")),
            st.sampled_from((None, "utf-8", "latin-1", "utf-16", "no-such-charset")),
        ),
    ),
    "json": Target(json_page, st.tuples(st.one_of(JSON, TEXTS))),
    "posting": Target(posting, st.tuples(TEXTS)),
    "resume": Target(resume, st.tuples(TEXTS)),
    "guard": Target(guard, st.tuples(LINES, st.lists(LINES, max_size=3))),
}
