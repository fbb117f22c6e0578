"""The report: what the posting asks, what the résumé has, what was changed, refused and left out, and all rules."""

from typing import Any

import msgspec

from agents.tailoring.rendering.engines import engines, usage_of
from contracts.catalogue import RULES
from contracts.documents import (
    JobDoc,
    MatchReport,
    OptimisedDoc,
    Patch,
    Plan,
    Requirement,
    RequirementMatch,
    RuleResult,
    Score,
    Validation,
)

_READY = 80
_NEEDS_WORK = 60
"""Readiness from which on a résumé is ready, or needs work; below that it is not ready."""
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
        "verdict": _verdict(validation.readiness),
        "requirements": [
            {"requirement": requirement, "match": found}
            for requirement, found in zip(job.requirements, match.requirements, strict=True)
        ],
        "strengths": match.strengths,
        "gaps": match.gaps,
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
    found = {one.requirement_id: one for one in match.requirements}
    parts = [
        f"# Report: {_cell(job.title or 'the posting')}",
        _scores(validation),
        "## What the posting asks",
        _requirements(job, match),
        *_told("## What speaks for you", [_cell(by_id[one].text) for one in match.strengths if one in by_id]),
        *_told(
            "## What your résumé does not show", [_gap(by_id[one], found[one]) for one in match.gaps if one in by_id]
        ),
        "## What was changed",
        _patches([patch for patch in doc.patches if patch.status == "applied"], by_id) or "Nothing.",
    ]
    rejected = [patch for patch in doc.patches if patch.status == "rejected"]
    if rejected:
        parts += ["## What was refused", _patches(rejected, by_id)]
    if (asked := engines(job, doc)) is not None:
        parts += ["## What a language model was asked", asked]
    parts += _told("## What was left out", [f"{one.what}: {_cell(one.reason)}" for one in doc.dropped])
    parts += _told("## What only you can tell", [_cell(question.text) for question in plan.questions])
    parts += _told("## Red flags", [_cell(line) for line in validation.red_flags])
    parts += _told("## Quick wins", [_cell(line) for line in validation.quick_wins])
    parts += ["## Rules", _rules(validation.rules)]
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
    lines.append(
        f"\nOverall {validation.overall:.0f}, readiness {validation.readiness:.0f} of 100: "
        f"{_verdict(validation.readiness)}. Scores of version {_cell(validation.match_after.score_version)}."
    )
    return "\n".join(lines)


def _verdict(readiness: float) -> str:
    """Say what a readiness means."""
    if readiness >= _READY:
        return "ready"
    return "needs work" if readiness >= _NEEDS_WORK else "not ready"


def _told(heading: str, lines: list[str]) -> list[str]:
    """Give a heading and its list; nothing where the list is empty."""
    return [heading, "\n".join(f"- {line}" for line in lines)] if lines else []


def _gap(requirement: Requirement, found: RequirementMatch) -> str:
    term = f"{_cell(found.term)}: " if found.term else ""
    return f"{term}{_cell(requirement.text)} ({requirement.level}). Not in your résumé; add it yourself if it is true."


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
    return "\n\n".join(_patch(patch, by_id) for patch in patches)


def _patch(patch: Patch, by_id: dict[str, Requirement]) -> str:
    """Tell one change: what it is, what for, by which engine, what refused it, and its words before and after."""
    served = ", ".join(name for name in patch.serves if name in by_id)
    serves = f" serves {served}" if served else ""
    engine = "" if patch.engine == "rules" else f", by {_cell(patch.engine)}"
    refused = f" Refused: {_cell(patch.reject_reason)}." if patch.reject_reason else ""
    said = (
        f"**{patch.op}** ({patch.id}, {patch.expected_delta:+.2f} points{engine}){serves}: "
        f"{_cell(patch.rationale)}.{refused}"
    )
    words = "\n".join(part for part in (_quoted("−", patch.before), _quoted("+", patch.after)) if part)
    return f"{said}\n\n{words}" if words else said


def _quoted(mark: str, text: str) -> str:
    return "\n".join(f"    {mark} {line}" for line in text.split("\n") if line)


def _rules(rules: list[RuleResult]) -> str:
    before = {rule.rule_id: rule for rule in rules if rule.phase == "before"}
    lines = ["| rule | what it looks at | severity | before | after | |", "|---|---|---|---|---|---|"]
    for rule in (rule for rule in rules if rule.phase == "after"):
        earlier = before[rule.rule_id].status if rule.rule_id in before else "–"
        title = RULES[rule.rule_id].title if rule.rule_id in RULES else ""
        lines.append(
            f"| {rule.rule_id} | {title} | {rule.severity} | {earlier} | {rule.status} | {_cell(rule.message)} |"
        )
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
