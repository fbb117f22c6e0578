"""One small job in all its messages, as they stand on the wire: the examples of the schemas, and of their tests.

Everything here is fictional. Plain data and no structs: what is shown is what is sent, and the tests decode it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Example: TypeAlias = dict[str, Any]

JOB: Final = "6f2d9c54-8a3e-4d1b-9c70-2b5e41f0a7d3"
_RESUME: Final = f"{JOB}.resume_upload.1f0c2ab94de87365"
_POSTING: Final = f"{JOB}.job_upload.a4d2903be17c5f68"
_MATCH: Final = f"{JOB}.match.70be55a1c93d2f04"
_PLAN: Final = f"{JOB}.plan.c81a6df2b0974e35"
_RESULT: Final = f"{JOB}.resume.md.5be90713fd2a48c6"


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
_INSIGHT: Final = {
    "id": "gap-r7",
    "category": "gap",
    "importance": "high",
    "message": "The posting asks for Kubernetes as a must; the résumé does not mention it.",
    "step": "planning",
    "ref": _MATCH,
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
    "ref": _PLAN,
}
_FAILURE: Final = {
    "code": "deadline",
    "message": "The attempt took longer than it may; it is tried again.",
    "retryable": True,
    "step": "writing",
    "attempt": 1,
    "next_try_sec": 1.7,
}
_ITEM: Final = {
    "job_id": JOB,
    "revision": 1,
    "step": "planning",
    "attempt": 1,
    "refs": {"profile": f"{JOB}.profile.93ce0b5d7a18f246", "posting": f"{JOB}.posting.2d61f8e4b7093ac5"},
    "started_at": "2026-11-22T20:17:41.102Z",
    "deadline_sec": 60.0,
}
_RUN: Final = {"job_id": JOB, "revision": 1, "step": "planning", "attempt": 1, "delivery": 1}
_INSIGHT_EVENT: Final = _told("insight_emitted", "42.310", 4, "planning", _INSIGHT)

EXAMPLES: Final[Mapping[str, Sequence[Example]]] = {
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
        _INSIGHT_EVENT,
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
    "event.heartbeat": [_said("heartbeat", "59.000", "heartbeat-1231", {"last_seq": 1231})],
    "event.done": [
        _said(
            "done",
            "46.203",
            "1298.2",
            {"revision": 1, "status": "completed", "duration_ms": 5101, "artifacts": {"resume.md": _RESULT}},
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
    "control.start": [
        {
            "kind": "start",
            "job_id": JOB,
            "body_hash": "9a0364b9e99bb480dd25e1f0284c8555b3aa1f6ad0c1ee18a0d3b3d5bfa0c2f1",
            "documents": {"resume_upload": _RESUME, "job_upload": _POSTING},
            "graph": "tailoring-1",
        }
    ],
    "control.cancel": [{"kind": "cancel", "job_id": JOB, "reason": "the user asked for it"}],
    "control.redrive": [{"kind": "redrive", "job_id": JOB}],
    "control.answers": [
        {"kind": "answers", "job_id": JOB, "documents": {"answers": f"{JOB}.answers.e7350d9b1c84fa62"}}
    ],
    "control.timeout": [{"kind": "timeout", "job_id": JOB, "revision": 1, "step": "writing"}],
    "control.deleted": [{"kind": "deleted", "job_id": JOB}],
    "outcome.succeeded": [{"kind": "succeeded", **_RUN, "duration_ms": 742, "refs": {"match": _MATCH, "plan": _PLAN}}],
    "outcome.failed": [
        {
            "kind": "failed",
            **_RUN,
            "duration_ms": 60013,
            "code": "deadline",
            "message": "The attempt took longer than it may.",
            "retryable": True,
        }
    ],
    "outcome.crashed": [{"kind": "crashed", **_RUN, "delivery": 4}],
    "outcome.released": [{"kind": "released", **_RUN, "duration_ms": 120}],
    "work": [_ITEM],
    "letter": [
        {
            "job_id": JOB,
            "step": "planning",
            "code": "deadline",
            "reason": "The attempt took longer than it may.",
            "item": {**_ITEM, "attempt": 3},
            "attempts": [
                {
                    "attempt": 3,
                    "code": "deadline",
                    "message": "The attempt took longer than it may.",
                    "at": "2026-11-22T20:21:07.550Z",
                    "run": "3.1",
                    "duration_ms": 60013,
                }
            ],
        }
    ],
    "problem": [
        {
            "type": "about:blank",
            "title": "Request Entity Too Large",
            "status": 413,
            "code": "too_large",
            "detail": "`resume_text` has 132908 characters; at most 100000 are taken",
            "field": "resume_text",
            "limit": 100000,
            "unit": "characters",
        }
    ],
}
"""Examples by the name of their message."""

_STATE: Final[Example] = {
    "status": "running",
    "revision": 1,
    "reason": None,
    "steps": [
        {
            "step": "planning",
            "state": "running",
            "pct": 40,
            "attempt": 1,
            "after": ["analyzing", "profiling"],
            "run": "1.1",
            "milestone": "requirements matched",
            "started_at": "2026-11-22T20:17:42.120Z",
        }
    ],
    "currentStep": "planning",
    "progress": 40,
    "insights": [{"seq": 1219, "timestamp": "2026-11-22T20:17:42.310Z", **_INSIGHT}],
    "metrics": {"match_score_before": 61.5},
    "validations": [],
    "diffs": [],
    "errors": [],
    "artifacts": {},
    "startedAt": "2026-11-22T20:17:41.102Z",
    "finishedAt": None,
    "durationMs": None,
}

VIEWS: Final[Mapping[str, Sequence[Example]]] = {
    "state": [_STATE],
    "snapshot": [
        {
            "job_id": JOB,
            "status": "running",
            "revision": 1,
            "seq": 1219,
            "state": _STATE,
            "events": [{"seq": 1219, "event": _INSIGHT_EVENT}],
            "stream_url": f"/api/jobs/{JOB}/stream?after=1219",
            "snapshot_at": "2026-11-22T20:17:42.402Z",
        }
    ],
}
"""Examples of what is derived, by the name of its message."""
