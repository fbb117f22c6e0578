"""Takes in the résumé and the posting, and makes source texts of them."""

from collections.abc import AsyncGenerator, Iterable
from typing import Literal, NamedTuple, Self

from typing_extensions import override

from agents.ingesting.fetch import Fetcher
from agents.ingesting.page import read_json, read_page
from agents.sdk import Agent, PermanentError, Told, Work, insight, outcome, progress
from agents.sdk.settings import AgentSettings
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.text import name_of, source_text, why_unreadable
from contracts.documents import SourceKind, SourceText

_WHAT: dict[SourceKind, str] = {"resume": "résumé", "posting": "posting", "profile": "profile"}


class IngestingAgent(Agent):
    """Normalises what was handed over, once, so that every later step speaks of the same characters."""

    step = "ingesting"

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    @override
    @classmethod
    def create(cls) -> Self:
        return cls(Fetcher())

    @override
    @classmethod
    def create_for(cls, settings: AgentSettings) -> Self:
        return cls(Fetcher(allowed=settings.fetch_allow, timeout_sec=settings.fetch_timeout_sec))

    @override
    def prepare(self) -> None:
        Lexicon.load().is_word("warm")  # its words tell where a hyphen was only the end of a line

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        resume = await work.compute(source_text, "resume", _readable(await work.read("resume_upload", str), "resume"))
        yield progress(30, _milestone(resume))
        if work.has("job_url"):
            page = await self._fetcher.fetch(await work.read("job_url", str))
            yield progress(50, f"page of the posting fetched: {max(1, len(page.body) // 1024)} KB")
            read = await work.compute(read_page, page.body, page.media_type, page.charset)
            yield progress(60, f"posting found in the page's {read.found}")
            handed = _Handed(read.text, "url")
        else:
            handed = await _handed_posting(work)
        posting = await work.compute(source_text, "posting", _readable(handed.text, "posting"), handed.origin)
        yield progress(70, _milestone(posting))
        sources = {"resume_source": resume, "posting_source": posting}
        if work.has("profile_upload"):
            more = _readable(await work.read("profile_upload", str), "profile")
            profile = await work.compute(source_text, "profile", more)
            sources["profile_source"] = profile
            yield progress(80, _milestone(profile))
        yield progress(90, _languages(sources.values()))
        for source in sources.values():
            if source.language != "en":
                language = name_of(source.language)
                message = f"The {_WHAT[source.kind]} is in {language}, not in English: read as well as we can"
                yield insight("warning", "high", message)
        yield outcome(sources)


class _Handed(NamedTuple):
    """A posting's text, and how it came."""

    text: str
    origin: Literal["txt", "json", "url"]


async def _handed_posting(work: Work) -> _Handed:
    """Read the posting that was handed over: text, or a `JobPosting` of schema.org as JSON."""
    raw = await work.read("job_upload", str)
    if not raw.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _Handed(raw, "txt")
    text = await work.compute(read_json, raw)
    return _Handed(raw, "txt") if text is None else _Handed(text, "json")


def _readable(raw: str, kind: SourceKind) -> str:
    """Refuse what is no text before anything is made of it."""
    reason = why_unreadable(raw)
    if reason is not None:
        raise PermanentError(f"the {_WHAT[kind]} is not text: {reason}", code="unreadable")
    return raw


def _milestone(source: SourceText) -> str:
    lines = sum(1 for line in source.text.splitlines() if line.strip())
    repaired = f", repaired: {', '.join(source.repairs)}" if source.repairs else ""
    return f"{_WHAT[source.kind]} taken in: {lines} lines, {len(words(source.text))} words{repaired}"


def _languages(sources: Iterable[SourceText]) -> str:
    told = [f"{_WHAT[source.kind]} {source.language}" for source in sources]
    return f"languages recognised: {', '.join(told)}"
