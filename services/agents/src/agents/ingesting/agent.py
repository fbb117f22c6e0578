"""Takes in the résumé and the posting, and makes source texts of them."""

from collections.abc import AsyncGenerator, Iterable
from typing import Self

from typing_extensions import override

from agents.ingesting.fetch import Fetcher
from agents.ingesting.findings import form_of, language_warning, warnings_of
from agents.ingesting.page import read_page
from agents.ingesting.previews import Previews
from agents.ingesting.taking import WHAT, Handed, readable, taken_in
from agents.sdk import Agent, PermanentError, Service, Told, Work, insight, metric, outcome, progress
from agents.sdk.settings import AgentSettings
from agents.sdk.work import Computer
from agents.tailoring.extracting import FileRefusedError
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.text import source_text
from contracts.documents import SourceKind, SourceText

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
    def service(self, computer: Computer) -> Service:
        return Previews(computer).service()

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
            posting = await work.compute(source_text, "posting", readable("posting", read.text), "url")
        else:
            handed = await _taken(work, "job_upload", "posting")
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
            if (foreign := language_warning(source)) is not None:
                yield insight("warning", "high", foreign)
        yield outcome(sources)


async def _taken(work: Work, name: str, kind: SourceKind) -> Handed:
    """Take in what was handed over under a name."""
    try:
        return await work.compute(taken_in, kind, await work.read(name, bytes))
    except FileRefusedError as refusal:
        raise PermanentError(f"the {WHAT[kind]} cannot be taken: {refusal}", code=refusal.code) from refusal


def _milestone(source: SourceText) -> str:
    lines = sum(1 for line in source.text.splitlines() if line.strip())
    repaired = f", repaired: {', '.join(source.repairs)}" if source.repairs else ""
    return f"{WHAT[source.kind]} taken in: {lines} lines, {len(words(source.text))} words{repaired}"


def _read(source: SourceText, ref: str) -> Told:
    """Tell where the text is that everything else builds on, so that the person can look at it while there is time."""
    what = f"{WHAT[source.kind].capitalize()} read"
    form = f" from {_FORMS[source.origin]}" if source.origin in _FORMS else ""
    message = f"{what}{form}: {len(words(source.text))} words"
    return insight("section_found", "low", message, id=f"source-{source.kind}", ref=ref)


def _languages(sources: Iterable[SourceText]) -> str:
    told = [f"{WHAT[source.kind]} {source.language}" for source in sources]
    return f"languages recognised: {', '.join(told)}"
