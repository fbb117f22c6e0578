"""Reads the résumé: contact, sections, roles, skills, and the facts that every later line must cite."""

import time
from collections.abc import AsyncGenerator

from typing_extensions import override

from agents.lexical import LexicalAgent
from agents.profiling.findings import overview, parse_quality, skills_found
from agents.sdk import Told, Work, insight, metric, outcome, progress, validation
from agents.tailoring.reading import read_resume
from agents.tailoring.rules import check_source
from agents.tailoring.rules.form import FILES
from contracts.documents import SourceText


class ProfilingAgent(LexicalAgent):
    """Tells what the résumé has, by counts: its words stay in the document."""

    step = "profiling"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        source = await work.read("resume_source", SourceText)
        profile = await work.read("profile_source", SourceText) if work.has("profile_source") else None
        begun = time.perf_counter()
        resume = await work.compute(read_resume, source, profile, self._lexicon)
        taken_ms = 1000 * (time.perf_counter() - begun)
        found = overview(resume)
        yield progress(30, f"{found.sections} sections found")
        yield insight("section_found", "medium", found.sentence)
        yield metric("sections_found", found.sections, unit="count")
        yield metric("roles_found", found.roles, unit="count")
        yield metric("bullets_found", found.bullets, unit="count")
        yield progress(50, f"{found.roles} roles read, {found.dated} with dates; {found.bullets} statements")
        yield metric("facts_found", len(resume.facts), unit="count")
        yield metric("parse_quality", parse_quality(resume, source), unit="percent")
        if source.origin not in FILES:  # of a file, reading it took the time, and was told
            yield metric("extraction_ms", round(taken_ms, 1), unit="ms")
        yield progress(70, f"{len(resume.facts)} facts taken down, {found.skills} different skills")
        yield insight("skill", "low", skills_found(resume))
        for warning in resume.warnings:
            yield insight("warning", "medium", warning)
        verdicts = await work.compute(check_source, resume, source, self._lexicon, work.started_at)
        for verdict in verdicts:
            yield validation(
                verdict.rule_id,
                verdict.severity,
                verdict.phase,
                verdict.status,
                verdict.message,
                section=verdict.section,
            )
        failed = sum(verdict.status in {"warn", "fail"} for verdict in verdicts)
        yield progress(95, f"{len(verdicts)} rules checked on the source, {failed} with something to say")
        yield outcome(profile=resume)
