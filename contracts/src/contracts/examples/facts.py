"""What steers the job, its work, and what became of that."""

from collections.abc import Mapping, Sequence
from typing import Final

from contracts.examples.job import JOB, MATCH, PLAN, POSTING, RESUME, Example

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

FACTS: Final[Mapping[str, Sequence[Example]]] = {
    "control.start": [
        {
            "kind": "start",
            "job_id": JOB,
            "body_hash": "9a0364b9e99bb480dd25e1f0284c8555b3aa1f6ad0c1ee18a0d3b3d5bfa0c2f1",
            "documents": {"resume_upload": RESUME, "job_upload": POSTING},
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
    "outcome.succeeded": [{"kind": "succeeded", **_RUN, "duration_ms": 742, "refs": {"match": MATCH, "plan": PLAN}}],
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
}
