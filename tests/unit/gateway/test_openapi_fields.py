"""The OpenAPI document says of every field of ours what it is."""

from typing import Any

import pytest

from gateway.openapi.document import document

SCHEMAS: dict[str, Any] = document()["components"]["schemas"]


@pytest.mark.parametrize(
    "name",
    [
        "Activity",
        "AnswersRequest",
        "ArtifactLink",
        "ArtifactList",
        "BusyJob",
        "PatchRequest",
        "PatchesRequest",
        "ProcessActivity",
        "StartAnswer",
        "StartLimits",
        "SteeredAnswer",
        "Window",
    ],
)
def test_every_field_is_described(name: str) -> None:
    """Whoever reads the document needs no source: shapes, units, and what is meant."""
    fields = SCHEMAS[name]["properties"]
    assert [field for field, schema in fields.items() if not schema["description"]] == []
