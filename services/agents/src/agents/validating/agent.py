"""Judges the draft: 34 rules before and after, five dimensions, and whether anything was invented."""

from collections.abc import AsyncGenerator

from typing_extensions import override

from agents.lexical import LexicalAgent
from agents.materials import read_materials
from agents.sdk import Told, Work, insight, metric, outcome, progress, validation
from agents.validating.judging import judge
from contracts.documents import OptimisedDoc
from eventlog import PermanentError


class ValidatingAgent(LexicalAgent):
    """Tells each verdict; a draft that says what its source does not is not handed on."""

    step = "validating"

    @override
    async def handle(self, work: Work) -> AsyncGenerator[Told, None]:
        materials = await read_materials(work)
        draft = await work.read("draft", OptimisedDoc)
        judged = await work.compute(judge, draft, materials, self._lexicon)
        result = judged.validation
        yield metric("fabricated_tokens", judged.fabricated, unit="count")
        yield metric("facts_preserved", judged.preserved, unit="percent")
        if judged.fabricated:
            raise PermanentError("the draft says what its source does not", code="guard_violation")
        yield progress(30, f"every line traced to its source, {judged.preserved:g} % of it accounted for")
        after = [rule for rule in result.rules if rule.phase == "after"]
        for rule in after:
            yield validation(rule.rule_id, rule.severity, rule.phase, rule.status, rule.message, section=rule.section)
        failed = sum(rule.status == "fail" for rule in after)
        warned = sum(rule.status == "warn" for rule in after)
        yield progress(60, f"{len(after)} rules checked on the result: {failed} failed, {warned} warned")
        for name, score in result.dimensions.items():
            yield metric(name, score.value, unit="points")
        lift = round(result.match_after.value - result.match_before.value, 1)
        yield metric("match_score_after", result.match_after.value, unit="points")
        yield metric("match_lift", lift, unit="points")
        yield metric("overall_score", result.overall, unit="points")
        yield metric("readiness", result.readiness, unit="points")
        yield insight(
            "score", "high", f"Match {result.match_before.value:.0f} → {result.match_after.value:.0f} ({lift:+g})"
        )
        for flag in result.red_flags[:3]:
            yield insight("warning", "high", flag)
        for win in result.quick_wins[:3]:
            yield insight("warning", "medium", win)
        yield progress(90, f"{len(result.dimensions)} dimensions scored, readiness {result.readiness:.0f}")
        yield outcome(validation=result)
