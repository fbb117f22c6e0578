"""Takes in the résumé and the posting, and makes source texts of them."""

from collections.abc import AsyncGenerator, Iterable

from typing_extensions import override

from agents.sdk import Agent, PermanentError, Told, Work, insight, outcome, progress
from agents.tailoring.lexicon import Lexicon, words
from agents.tailoring.text import source_text, why_unreadable
from contracts.documents import SourceKind, SourceText

_WHAT: dict[SourceKind, str] = {"resume": "résumé", "posting": "posting", "profile": "profile"}


class IngestingAgent(Agent):
    """Normalises what was handed over, once, so that every later step speaks of the same characters."""

    step = "ingesting"

    @override
    def prepare(self) -> None:
        Lexicon.load().is_word("warm")  # its words tell where a hyphen was only the end of a line

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        resume = await work.compute(source_text, "resume", await _readable(work, "resume_upload", "resume"))
        yield progress(40, _milestone(resume))
        posting = await work.compute(source_text, "posting", await _readable(work, "job_upload", "posting"))
        yield progress(70, _milestone(posting))
        sources = {"resume_source": resume, "posting_source": posting}
        if work.has("profile_upload"):
            profile = await work.compute(source_text, "profile", await _readable(work, "profile_upload", "profile"))
            sources["profile_source"] = profile
            yield progress(80, _milestone(profile))
        yield progress(90, _languages(sources.values()))
        for source in sources.values():
            if source.language != "en":
                yield insight("warning", "high", f"The {_WHAT[source.kind]} is not in English: read as well as we can")
        yield outcome(sources)


async def _readable(work: Work, name: str, kind: SourceKind) -> str:
    """Read what was handed over, and refuse what is no text before anything is made of it."""
    raw = await work.read(name, str)
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
