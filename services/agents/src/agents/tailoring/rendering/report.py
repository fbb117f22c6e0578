"""The report: what the posting asks, what the résumé has, what was changed, refused and left out, and all rules."""

from typing import Any

import msgspec

from agents.tailoring.rendering.engines import engines, usage_of
from contracts.documents import (
    JobDoc,
    MatchReport,
    OptimisedDoc,
    Patch,
    Plan,
    Requirement,
    RuleResult,
    Score,
    Validation,
)

_STATUS = {"met": "met", "partial": "partly", "missing": "missing", "unknown": "not judged"}


def report_json(job: JobDoc, match: MatchReport, plan: Plan, doc: OptimisedDoc, validation: Validation) -> bytes:
    """Write the report as JSON, keys in a fixed order."""
    made: dict[str, Any] = {
        "posting": {"title": job.title, "company": job.company},
        "match_before": validation.match_before,
        "match_after": validation.match_after,
        "dimensions": validation.dimensions,
        "overall": validation.overall,
        "readiness": validation.readiness,
        "requirements": [
            {"requirement": requirement, "match": found}
            for requirement, found in zip(job.requirements, match.requirements, strict=True)
        ],
        "patches": doc.patches,
        "dropped": doc.dropped,
        "usage": usage_of(job, doc),
        "questions": plan.questions,
        "rules": validation.rules,
        "red_flags": validation.red_flags,
        "quick_wins": validation.quick_wins,
    }
    return msgspec.json.format(msgspec.json.encode(made), indent=2)


def report_markdown(job: JobDoc, match: MatchReport, plan: Plan, doc: OptimisedDoc, validation: Validation) -> str:
    """Write the report for people."""
    by_id = {requirement.id: requirement for requirement in job.requirements}
    parts = [
        f"# Report: {_cell(job.title or 'the posting')}",
        _scores(validation),
        "## What the posting asks",
        _requirements(job, match),
        "## What was changed",
        _patches([patch for patch in doc.patches if patch.status == "applied"], by_id) or "Nothing.",
    ]
    rejected = [patch for patch in doc.patches if patch.status == "rejected"]
    if rejected:
        parts += [
            "## What was refused",
            "\n".join(f"- {patch.op}: {_cell(patch.reject_reason or '')}" for patch in rejected),
        ]
    if (asked := engines(job, doc)) is not None:
        parts += ["## What a language model was asked", asked]
    if doc.dropped:
        parts += ["## What was left out", "\n".join(f"- {one.what}: {one.reason}" for one in doc.dropped)]
    if plan.questions:
        parts += ["## What only you can tell", "\n".join(f"- {_cell(question.text)}" for question in plan.questions)]
    parts += ["## Rules", _rules(validation.rules)]
    for heading, lines in (("## Red flags", validation.red_flags), ("## Quick wins", validation.quick_wins)):
        if lines:
            parts += [heading, "\n".join(f"- {_cell(line)}" for line in lines)]
    return "\n\n".join(parts) + "\n"


def _scores(validation: Validation) -> str:
    rows = [
        ("Match before", validation.match_before),
        ("Match after", validation.match_after),
        *validation.dimensions.items(),
    ]
    lines = ["| score | value | parts | not known |", "|---|---:|---|---|"]
    lines += [
        f"| {name.replace('_', ' ')} | {score.value:.1f} | {_parts(score)} | {', '.join(score.unknown)} |"
        for name, score in rows
    ]
    lines.append(f"\nOverall {validation.overall:.0f}, readiness {validation.readiness:.0f} of 100.")
    return "\n".join(lines)


def _parts(score: Score) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:.1f}" for name, value in score.parts.items())


def _requirements(job: JobDoc, match: MatchReport) -> str:
    lines = ["| | level | kind | requirement | status | credit |", "|---|---|---|---|---|---:|"]
    lines += [
        f"| {requirement.id} | {requirement.level} | {requirement.kind} | {_cell(requirement.text)} | "
        f"{_STATUS[found.status]} | {found.credit:.2f} |"
        for requirement, found in zip(job.requirements, match.requirements, strict=True)
    ]
    return "\n".join(lines)


def _patches(patches: list[Patch], by_id: dict[str, Requirement]) -> str:
    return "\n\n".join(
        f"**{patch.op}** ({patch.id}, {patch.expected_delta:+.2f} points) serves "
        f"{', '.join(name for name in patch.serves if name in by_id)}: {_cell(patch.rationale)}\n\n"
        f"{_quoted('−', patch.before)}\n{_quoted('+', patch.after)}"
        for patch in patches
    )


def _quoted(mark: str, text: str) -> str:
    return "\n".join(f"    {mark} {line}" for line in text.split("\n") if line)


def _rules(rules: list[RuleResult]) -> str:
    before = {rule.rule_id: rule for rule in rules if rule.phase == "before"}
    lines = ["| rule | severity | before | after | |", "|---|---|---|---|---|"]
    for rule in (rule for rule in rules if rule.phase == "after"):
        earlier = before[rule.rule_id].status if rule.rule_id in before else "–"
        lines.append(f"| {rule.rule_id} | {rule.severity} | {earlier} | {rule.status} | {_cell(rule.message)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
