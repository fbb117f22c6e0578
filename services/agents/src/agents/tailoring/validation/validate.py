"""Validates a result: rules on both texts, five dimensions, readiness, red flags, quick wins."""

from collections.abc import Sequence
from typing import Final

from agents.tailoring.evidence import Found, Reader
from agents.tailoring.guard import check_document
from agents.tailoring.lexicon import Lexicon
from agents.tailoring.matching import judge_view
from agents.tailoring.materials import Materials
from agents.tailoring.rules import check_fit, check_result, check_source
from agents.tailoring.rules.exported import Exported
from agents.tailoring.scoring.dimensions import dimensions, overall, readiness
from agents.tailoring.text import name_of
from agents.tailoring.views import view_of_result, view_of_resume
from contracts.documents import OptimisedDoc, RuleResult, Validation

_MOST: Final = 6
_ORDER: Final = {"critical": 0, "major": 1, "minor": 2}


def validate(doc: OptimisedDoc, materials: Materials, lexicon: Lexicon, exports: Sequence[Exported] = ()) -> Validation:
    """Validate a result against its source and its posting.

    Args:
        doc: The draft or the result.
        materials: What it was made of. The posting's text is searched for instructions to a model, never for facts.
        lexicon: Names and their variants.
        exports: The files of the result as they read back, where it was exported.
    """
    reader = Reader(lexicon)
    resume, job, today = materials.resume, materials.job, materials.today
    violations = check_document(doc, resume, materials.sources, reader, today)
    before = [
        *check_source(resume, materials.resume_source, lexicon, today),
        *check_fit(materials, lexicon),
    ]
    after = check_result(doc, violations, materials, lexicon, exports)
    first = judge_view(view_of_resume(resume), job, reader, today)
    last = judge_view(view_of_result(doc), job, reader, today)
    scores = dimensions(last.found, last.index, job, after, last.score)
    total = overall(scores)
    return Validation(
        rules=[*before, *after],
        match_before=first.score,
        match_after=last.score,
        dimensions=scores,
        overall=total,
        readiness=readiness(total, after),
        red_flags=[*_languages(materials), *_red_flags(after, last.found)][:_MOST],
        quick_wins=_quick_wins(after),
    )


def _languages(materials: Materials) -> list[str]:
    """Say what is in another language: where the résumé is, nothing of it was reworded."""
    sides = (("résumé", materials.resume_source), ("posting", materials.posting_source))
    return [
        f"The {side} is in {name_of(source.language)}, not in English: what follows is what could be read of it."
        for side, source in sides
        if source.language != "en"
    ]


def _red_flags(rules: Sequence[RuleResult], found: Sequence[Found]) -> list[str]:
    """Say what may end the application at the first look: failed critical rules, then missing knock-outs."""
    flags = [rule.message for rule in rules if rule.status == "fail" and rule.severity == "critical"]
    flags += [rule.message for rule in rules if rule.rule_id in {"REQ-01", "INJ-01"} and rule.status == "fail"]
    missing = [
        one.term
        for one in sorted(found, key=lambda one: -one.requirement.weight)
        if one.status == "missing" and one.requirement.level == "must" and one.requirement.kind == "skill" and one.term
    ]
    if missing:
        flags.append(f"Musts that the résumé does not show: {', '.join(dict.fromkeys(missing[:5]))}.")
    return list(dict.fromkeys(flags))[:_MOST]


def _quick_wins(rules: Sequence[RuleResult]) -> list[str]:
    """Say what the candidate can better within minutes: what rules on form advise, gravest first."""
    open_rules = [
        rule
        for rule in rules
        if rule.status in {"fail", "warn"}
        and rule.rule_id.startswith(("CON", "DAT-01", "DAT-03", "STR", "WRD", "FMT", "KEY-01"))
    ]
    open_rules.sort(key=lambda rule: (_ORDER[rule.severity], rule.status != "fail", rule.rule_id))
    return [rule.message for rule in open_rules if rule.message][:_MOST]
