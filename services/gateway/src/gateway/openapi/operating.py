"""The calls for operators, for OpenAPI."""

from typing import Final

from gateway.openapi.parts import TEXT, Part, answer

_PROBE: Final = {"application/json": {"schema": {"type": "object", "required": ["status"]}}}

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
