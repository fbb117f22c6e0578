"""The job's events."""

from collections.abc import Mapping, Sequence
from typing import Final

from contracts.examples.job import JOB, MATCH, PLAN, RESULT, Example


def _told(kind: str, second: str, n: int, step: str, data: Example) -> Example:
    """Write an event of an agent: its id is also its message id."""
    return {
        "type": kind,
        "timestamp": f"2026-11-22T20:17:{second}Z",
        "id": f"{JOB}:{step}:1.1:{n}",
        "job_id": JOB,
        "step": step,
        "run": "1.1",
        "data": data,
    }


def _said(kind: str, second: str, event_id: str, data: Example, **more: str) -> Example:
    """Write a lifecycle event: its id is the position of the fact that it follows from, and a number."""
    return {
        "type": kind,
        "timestamp": f"2026-11-22T20:17:{second}Z",
        "id": event_id,
        "job_id": JOB,
        **more,
        "data": data,
    }


_GRAPH: Final = [
    {"step": "ingesting", "after": []},
    {"step": "analyzing", "after": ["ingesting"]},
    {"step": "profiling", "after": ["ingesting"]},
    {"step": "planning", "after": ["analyzing", "profiling"]},
    {"step": "writing", "after": ["planning"]},
    {"step": "validating", "after": ["writing"]},
    {"step": "polishing", "after": ["validating"]},
]

_STARTED: Final = _said("job_status", "41.102", "1180.0", {"status": "started", "revision": 1})
_RUNNING: Final = _said("job_status", "41.102", "1180.1", {"status": "running", "revision": 1, "graph": _GRAPH})
_PROGRESS: Final = {
    "step": "planning",
    "pct": 40,
    "state": "running",
    "attempt": 1,
    "milestone": "requirements matched",
    "eta_sec": 0.8,
}
INSIGHT: Final = {
    "id": "gap-r7",
    "category": "gap",
    "importance": "high",
    "message": "The posting asks for Kubernetes as a must; the résumé does not mention it.",
    "step": "planning",
    "ref": MATCH,
}
_VERDICT: Final = {
    "rule_id": "bullets.start_with_a_verb",
    "severity": "minor",
    "phase": "before",
    "status": "warn",
    "message": "3 of 14 statements do not begin with a verb: say first what was done.",
    "section": "experience",
}
_DIFF: Final = {
    "patch_id": "p4",
    "section": "experience",
    "op": "weak_opening",
    "summary": "One statement now begins with what was done.",
    "ref": PLAN,
}
_FAILURE: Final = {
    "code": "deadline",
    "message": "The attempt took longer than it may; it is tried again.",
    "retryable": True,
    "step": "writing",
    "attempt": 1,
    "next_try_sec": 1.7,
}
INSIGHT_EVENT: Final = _told("insight_emitted", "42.310", 4, "planning", INSIGHT)

EVENTS: Final[Mapping[str, Sequence[Example]]] = {
    "event.job_status": [_STARTED, _RUNNING],
    "event.step_progress": [
        _told("step_progress", "42.266", 3, "planning", _PROGRESS),
        _said(
            "step_progress",
            "43.018",
            "1231.0",
            {"step": "planning", "pct": 100, "state": "completed", "attempt": 1},
            step="planning",
            run="1.1",
        ),
    ],
    "event.insight_emitted": [
        INSIGHT_EVENT,
        {
            "type": "insight_emitted",
            "timestamp": "2026-11-22T20:17:44.001Z",
            "id": f"acme-salaries:{JOB}:1",
            "job_id": JOB,
            "data": {
                "id": "acme-salaries",
                "category": "acme_salary",
                "importance": "low",
                "message": "Comparable postings in this region name 62,000 to 71,000 a year.",
            },
        },
    ],
    "event.metric_update": [
        _told("metric_update", "42.301", 5, "planning", {"key": "match_score_before", "value": 61.5})
    ],
    "event.validation_update": [_told("validation_update", "44.870", 2, "validating", _VERDICT)],
    "event.diff_chunk": [_told("diff_chunk", "44.112", 6, "writing", _DIFF)],
    "event.error": [_said("error", "43.977", "1240.0", _FAILURE, step="writing", run="1.1")],
    "event.heartbeat": [_said("heartbeat", "59.000", "gateway:heartbeat:1795378679.000", {"last_seq": 1231})],
    "event.done": [
        _said(
            "done",
            "46.203",
            "1298.2",
            {"revision": 1, "status": "completed", "duration_ms": 5101, "artifacts": {"resume.md": RESULT}},
        )
    ],
    "envelope": [
        {
            "type": "acme_reminder",
            "timestamp": "2026-11-22T20:18:00.000Z",
            "id": f"acme-reminders:{JOB}:1",
            "job_id": JOB,
            "data": {"in_days": 3},
        }
    ],
}
