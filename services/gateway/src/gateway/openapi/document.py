"""The OpenAPI document whole."""

from typing import Final

from contracts.export.messages import MESSAGES, Message
from contracts.export.schema import definitions_of
from gateway.activity.answer import Activity
from gateway.artifacts.routes import ArtifactList
from gateway.openapi.calls import JOBS
from gateway.openapi.operating import OPERATING
from gateway.openapi.parts import SECURITY, Part
from gateway.openapi.watching import WATCHING
from gateway.openapi.wishes import WISHES
from gateway.start.limits import StartLimits
from gateway.start.routes import StartAnswer
from gateway.steering import SteeredAnswer
from gateway.wishes import AnswersRequest, PatchesRequest, PatchRequest

_OURS: Final = tuple(
    Message(struct.__name__, struct, ("page", "integrators"))
    for struct in (
        StartAnswer,
        StartLimits,
        SteeredAnswer,
        ArtifactList,
        AnswersRequest,
        PatchRequest,
        PatchesRequest,
        Activity,
    )
)
_SHARED: Final = tuple(message for message in MESSAGES if message.name in {"answer.preview", "snapshot", "problem"})
_TAGS: Final = {
    "start": "Hand over a résumé and a posting.",
    "watch": "See what happens, exactly as it happened.",
    "documents": "Take what was made.",
    "steer": "Cancel, try again, answer, choose, erase.",
    "operate": "Probes, metrics, what goes on, and this document.",
}


def document() -> Part:
    """Build the document; the same for the same code."""
    schemas = definitions_of(*_SHARED, *_OURS, ref_template="#/components/schemas/{name}")
    schemas["Problem"]["additionalProperties"] = True
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Resume Optimizer",
            "version": "0.1",
            "summary": "Tailors a résumé to a posting, and shows every change as it is made.",
            "description": "Errors are `application/problem+json` with a stable `code`. Events and work over NATS are"
            " described by AsyncAPI (`contracts/schema/asyncapi.json`).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This gateway, or any other of the same installation."}],
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": {**JOBS, **WISHES, **WATCHING, **OPERATING},
        "components": {"schemas": schemas, "securitySchemes": SECURITY},
    }
