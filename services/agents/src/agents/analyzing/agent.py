"""Reads the posting: what it asks for, at which level, and in which words."""

from collections.abc import AsyncGenerator

from msgspec.structs import replace
from typing_extensions import override

from agents.analyzing.findings import told_of
from agents.llm import Answers, ask_for_candidates, spent
from agents.phrasing import PhrasingAgent
from agents.sdk import Told, Work, insight, metric, outcome, progress
from agents.tailoring.posting import read_posting
from contracts.documents import SourceText


class AnalyzingAgent(PhrasingAgent):
    """Tells what the posting asks for, most wanted first."""

    step = "analyzing"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        source = await work.read("posting_source", SourceText)
        yield progress(10, "posting opened")
        job = await work.compute(read_posting, source, self._lexicon)
        asked, terms = self._asking.open(work), Answers[tuple[str, ...]](())
        async for heard in ask_for_candidates(asked, source.text, job, terms, pct=20):
            yield heard
        if terms.got:
            job = await work.compute(read_posting, source, self._lexicon, terms.got, asked.engine.name)
        job = replace(job, usage=asked.usage())
        requiring = sum(zone.type in {"duties", "must", "preferred"} for zone in job.zones)
        yield progress(40, f"{len(job.zones)} zones told apart, {requiring} of them ask for something")
        levels = [requirement.level for requirement in job.requirements]
        yield metric("requirements_total", len(levels), unit="count")
        yield metric("must_have_count", levels.count("must"), unit="count")
        yield metric("preferred_count", levels.count("preferred"), unit="count")
        yield progress(
            70,
            f"{len(levels)} requirements: {levels.count('must')} must-haves, {levels.count('preferred')} preferred",
        )
        keywords = job.keywords
        yield metric("keywords_p1", len(keywords.p1), unit="count")
        total = len(keywords.p1) + len(keywords.p2) + len(keywords.p3)
        yield progress(90, f"{total} keywords in three tiers, {len(job.culture)} cues of how people work there")
        for number in spent(job.usage):
            yield number
        for found in told_of(job):
            yield insight(found.category, found.importance, found.message)
        yield outcome(posting=job)
