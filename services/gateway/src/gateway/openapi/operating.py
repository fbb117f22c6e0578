"""The calls for operators, for OpenAPI."""

from typing import Final

from gateway.openapi.parts import JOB, TEXT, Part, answer, json_of, problems

_PROBE: Final = {"application/json": {"schema": {"type": "object", "required": ["status"]}}}

_WINDOW: Final = {
    "seconds": 60.0,
    "events_per_sec": {"insight_emitted": 1.2, "step_progress": 3.4},
    "deliveries_per_sec": 460.0,
    "streams_opened": 12,
    "streams_ended": 9,
    "reconnects": 3,
    "watch_sec": 411.5,
    "mean_watch_sec": 45.722,
}
_ACTIVITY: Final = {
    "processes": [
        {
            "worker": 1,
            "started_at": "2026-11-22T20:17:47.648Z",
            "viewers": 100,
            "jobs_watched": 7,
            "since_start": _WINDOW,
            "last_minute": _WINDOW,
            "last_five_minutes": _WINDOW,
            "busiest_jobs": [{"job_id": JOB, "viewers": 61}],
        }
    ]
}

OPERATING: Final[dict[str, Part]] = {
    "/health/live": {
        "get": {
            "operationId": "live",
            "tags": ["operate"],
            "summary": "Is this process alive?",
            "description": "Its event loop answers.",
            "responses": {"200": answer("It is.", _PROBE)},
        }
    },
    "/health/ready": {
        "get": {
            "operationId": "ready",
            "tags": ["operate"],
            "summary": "Are requests welcome?",
            "description": "`missing` names what does not answer: `nats`, or streams of the log.",
            "responses": {"200": answer("They are.", _PROBE), "503": answer("They are not.", _PROBE)},
        }
    },
    "/metrics": {
        "get": {
            "operationId": "metrics",
            "tags": ["operate"],
            "summary": "What this process counts",
            "description": "For Prometheus; docs/operations.md says what each metric means.",
            "responses": {
                "200": answer("The metrics.", {"text/plain": TEXT, "application/openmetrics-text": TEXT}),
            },
        }
    },
    "/api/activity": {
        "get": {
            "operationId": "activity",
            "tags": ["operate"],
            "summary": "What goes on",
            "description": "Rates of events, viewers, watch time and reconnects of each process behind this port, since"
            " its start and lately. For callers on the machine itself, or with the operators' token.",
            "security": [{}, {"operator": []}],
            "responses": {"200": answer("It is this.", json_of("Activity", _ACTIVITY))}
            | problems(_401="operator_token_missing operator_token_invalid", _403="operators_only"),
        }
    },
    "/schema/openapi.json": {
        "get": {
            "operationId": "openapi",
            "tags": ["operate"],
            "summary": "This document",
            "description": "`/schema` shows it as a page.",
            "responses": {"200": answer("OpenAPI 3.1.", {"application/json": {"schema": {"type": "object"}}})},
        }
    },
}
