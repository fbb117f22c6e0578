"""What is asked and answered: over NATS, and the views of the job over HTTP."""

from collections.abc import Mapping, Sequence
from typing import Final

from contracts import subjects
from contracts.examples.events import INSIGHT, INSIGHT_EVENT
from contracts.examples.job import JOB, Example

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
    "insights": [{"seq": 1219, "timestamp": "2026-11-22T20:17:42.310Z", **INSIGHT}],
    "metrics": {"match_score_before": 61.5},
    "validations": [],
    "diffs": [],
    "errors": [],
    "artifacts": {},
    "startedAt": "2026-11-22T20:17:41.102Z",
    "finishedAt": None,
    "durationMs": None,
}

ANSWERS: Final[Mapping[str, Sequence[Example]]] = {
    "command.start": [
        {
            "resume_text": "Mara Lindqvist\nNurse, Harbour Clinic, 2019 to 2024\n- Cared for twelve patients a shift",
            "job_text": "Nurse wanted\nThree years of experience on a ward",
            "idempotency_key": "0d9c1f3e-5b7a-4c21-8f60-9e2a7b4d6c18",
        }
    ],
    "command.steer": [{"job_id": JOB, "reason": "the posting was withdrawn"}],
    "command.answers": [
        {
            "job_id": JOB,
            "answers": [
                {"question_id": "q-r4", "answer": "Yes, on the wards of Harbour Clinic since 2021."},
                {"question_id": "q-r7", "declined": True},
            ],
        }
    ],
    "command.patches": [{"job_id": JOB, "patches": {"p2": "rejected", "p5": "restored"}}],
    "answer.started": [{"job_id": JOB, "live": subjects.live(JOB), "events": subjects.events(JOB)}],
    "answer.standing": [{"job_id": JOB, "revision": 1}],
    "answer.preview": [
        {
            "side": "resume",
            "origin": "pdf",
            "text": "Mara Lindqvist\nNurse, Harbour Clinic, 2019 to 2024\n• Cared for twelve patients a shift",
            "words": 12,
            "pages": 1,
            "language": "en",
            "warnings": ["The file has 2 columns: read one after the other"],
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
    "state": [_STATE],
    "snapshot": [
        {
            "job_id": JOB,
            "status": "running",
            "revision": 1,
            "seq": 1219,
            "state": _STATE,
            "events": [{"seq": 1219, "event": INSIGHT_EVENT}],
            "stream_url": f"/api/jobs/{JOB}/stream?after=1219",
            "snapshot_at": "2026-11-22T20:17:42.402Z",
        }
    ],
}
