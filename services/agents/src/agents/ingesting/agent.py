"""Takes in the résumé and the posting, and makes source texts of them."""

import time
from collections.abc import AsyncGenerator, Iterable
from typing import Literal, NamedTuple, Self

from typing_extensions import override

from agents.ingesting.fetch import Fetcher
from agents.ingesting.files import read_file
from agents.ingesting.findings import form_of, warnings_of
from agents.ingesting.page import check_length, read_json, read_page
from agents.sdk import Agent, PermanentError, Told, Work, insight, metric, outcome, progress
from agents.sdk.settings import AgentSettings
from agents.tailoring.extracting import FileRefusedError, file_kind
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.text import name_of, source_text, why_unreadable
from contracts.documents import Layout, SourceKind, SourceText

_WHAT: dict[SourceKind, str] = {"resume": "résumé", "posting": "posting", "profile": "profile"}

_FORMS: dict[str, str] = {"pdf": "a PDF", "docx": "a Word file", "json": "JSON", "url": "a page"}


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
        taken = await _taken(work, "resume_upload", "resume")
        if taken.layout is not None and taken.read_ms is not None:
            yield progress(20, f"file read: {form_of(taken.layout)}")
            yield metric("extraction_ms", taken.read_ms, unit="ms")
        resume = await work.compute(source_text, "resume", taken.text, taken.origin, taken.layout)
        yield progress(30, _milestone(resume))
        yield _read(resume, await work.store("resume_source", resume))
        for warning in warnings_of(resume):
            yield insight("warning", "medium", warning)
        if work.has("job_url"):
            page = await self._fetcher.fetch(await work.read("job_url", str))
            yield progress(50, f"page of the posting fetched: {max(1, len(page.body) // 1024)} KB")
            read = await work.compute(read_page, page.body, page.media_type, page.charset)
            yield progress(60, f"posting found in the page's {read.found}")
            handed = Handed(_readable(read.text, "posting"), "url")
        else:
            handed = await _posting(work)
        posting = await work.compute(source_text, "posting", handed.text, handed.origin, handed.layout)
        yield progress(70, _milestone(posting))
        yield _read(posting, await work.store("posting_source", posting))
        sources = {"resume_source": resume, "posting_source": posting}
        if work.has("profile_upload"):
            more = await _taken(work, "profile_upload", "profile")
            profile = await work.compute(source_text, "profile", more.text, more.origin, more.layout)
            sources["profile_source"] = profile
            yield progress(80, _milestone(profile))
        yield progress(90, _languages(sources.values()))
        for source in sources.values():
            if source.language != "en":
                language = name_of(source.language)
                message = f"The {_WHAT[source.kind]} is in {language}, not in English: read as well as we can"
                yield insight("warning", "high", message)
        yield outcome(sources)


class Handed(NamedTuple):
    """A text as it was handed over, and how it came."""

    text: str
    origin: Literal["txt", "json", "url", "pdf", "docx"]
    layout: Layout | None = None
    """Of the file that it was in."""
    read_ms: float | None = None
    """How long reading that file took."""


async def _taken(work: Work, name: str, kind: SourceKind) -> Handed:
    """Take in what was handed over: text, or a file that holds one."""
    content = await work.read(name, bytes)
    found = file_kind(content)
    if found is None:
        return Handed(_readable(_decoded(content, kind), kind), "txt")
    begun = time.perf_counter()
    try:
        extracted = await work.compute(read_file, content)
    except FileRefusedError as refusal:
        raise PermanentError(f"the {_WHAT[kind]} cannot be taken: {refusal}", code=refusal.code) from refusal
    read_ms = round(1000 * (time.perf_counter() - begun), 1)
    return Handed(_readable(extracted.text, kind), found, extracted.layout, read_ms)


def _decoded(content: bytes, kind: SourceKind) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise PermanentError(f"the {_WHAT[kind]} is not text: it is not UTF-8", code="malformed_document") from None


async def _posting(work: Work) -> Handed:
    """Take in the posting that was handed over: as other texts, or a `JobPosting` of schema.org as JSON."""
    handed = await _taken(work, "job_upload", "posting")
    if handed.layout is not None:
        check_length(handed.text)
    if handed.origin != "txt" or not handed.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return handed
    text = await work.compute(read_json, handed.text)
    return handed if text is None else Handed(_readable(text, "posting"), "json")


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


def _read(source: SourceText, ref: str) -> Told:
    """Tell where the text is that everything else builds on, so that the person can look at it while there is time."""
    what = f"{_WHAT[source.kind].capitalize()} read"
    form = f" from {_FORMS[source.origin]}" if source.origin in _FORMS else ""
    message = f"{what}{form}: {len(words(source.text))} words"
    return insight("section_found", "low", message, id=f"source-{source.kind}", ref=ref)


def _languages(sources: Iterable[SourceText]) -> str:
    told = [f"{_WHAT[source.kind]} {source.language}" for source in sources]
    return f"languages recognised: {', '.join(told)}"
