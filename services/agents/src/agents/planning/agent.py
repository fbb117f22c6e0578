"""Decides what to change in the résumé, and why."""

from collections.abc import AsyncGenerator

import msgspec
from typing_extensions import override

from agents.lexical import LexicalAgent
from agents.materials import read_materials
from agents.planning.findings import claims_of, critical_gaps, told_of
from agents.sdk import Told, Work, insight, metric, outcome, progress, validation
from agents.tailoring.answers import hear
from agents.tailoring.matching import match
from agents.tailoring.planning import plan
from agents.tailoring.rules import check_fit
from contracts.documents import AnswerSheet, SourceText


class PlanningAgent(LexicalAgent):
    """Matches requirement by requirement, and plans changes that serve one each."""

    step = "planning"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        materials = await read_materials(work)
        heard = None
        if work.has("answers"):
            heard = await work.compute(hear, await work.read("answers", AnswerSheet), self._lexicon)
            materials = materials.with_answers(heard.source, heard.facts)
            yield progress(10, f"{len(heard.answered)} answers taken up, {len(heard.declined)} of them a no")
        report = await work.compute(match, materials.resume, materials.job, self._lexicon, materials.today)
        met = [one for one in report.requirements if one.status == "met"]
        yield progress(30, f"{len(report.requirements)} requirements matched, {len(met)} of them met")
        yield metric("match_score_before", report.score.value, unit="points")
        if "keyword_coverage" in report.score.parts:
            yield metric("keyword_coverage_before", report.score.parts["keyword_coverage"], unit="percent")
        yield metric("must_have_met", sum(one.level == "must" for one in met), unit="count")
        yield metric("gaps_critical", critical_gaps(report), unit="count")
        for verdict in await work.compute(check_fit, materials, self._lexicon):
            yield validation(
                verdict.rule_id,
                verdict.severity,
                verdict.phase,
                verdict.status,
                verdict.message,
                section=verdict.section,
            )
        yield progress(50, f"{len(report.gaps)} gaps and {len(report.strengths)} strengths named")
        answered = frozenset[str]() if heard is None else heard.answered
        planned = await work.compute(plan, materials, report, self._lexicon, answered)
        served = {requirement for patch in planned.patches for requirement in patch.serves}
        yield progress(85, f"{len(planned.patches)} changes planned, for {len(served)} requirements")
        yield metric("patches_planned", len(planned.patches), unit="count")
        for found in told_of(materials.job, report, planned.patches):
            yield insight(found.category, found.importance, found.message)
        yield progress(95, f"{len(planned.questions)} questions that only you can answer")
        kept: dict[str, SourceText | bytes] = {}
        if heard is not None:
            for claim in claims_of(materials.job, heard.answered - heard.declined, planned.patches):
                yield insight(claim.category, claim.importance, claim.message)
            kept = {"user_source": heard.source, "user_facts": msgspec.json.encode(heard.facts)}
        yield outcome(kept, match=report, plan=planned, questions=msgspec.json.encode(planned.questions))
