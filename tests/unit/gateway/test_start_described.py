"""What OpenAPI says of a start is what a start takes."""

import json

import jsonschema
import pytest
from litestar.openapi.spec import Example

from gateway.start.described import BODY, FORM_BODY, JSON_BODY
from gateway.start.form import FormReader
from gateway.start.request import StartRequest, StartTexts, checked, read_start

JSON_EXAMPLES = BODY.content["application/json"].examples or {}
FORM_EXAMPLES = BODY.content["multipart/form-data"].examples or {}


def value_of(example: object) -> dict[str, str]:
    """Give an example's value."""
    assert isinstance(example, Example)
    assert isinstance(example.value, dict)
    return example.value


@pytest.mark.parametrize("name", JSON_EXAMPLES)
def test_examples_of_json_are_taken(name: str) -> None:
    """Each starts a job, and fits the schema beside it."""
    value = value_of(JSON_EXAMPLES[name])
    assert len(read_start(json.dumps(value).encode()).documents()) == 2
    jsonschema.validate(value, JSON_BODY.to_schema())


@pytest.mark.parametrize("name", FORM_EXAMPLES)
def test_examples_of_forms_are_taken(name: str) -> None:
    """Each starts a job, and fits the schema beside it."""
    value = value_of(FORM_EXAMPLES[name])
    jsonschema.validate(value, FORM_BODY.to_schema())
    reader = FormReader("x")
    for field, text in value.items():
        reader.feed(f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode())
    reader.feed(b"--x--\r\n")
    assert len(checked(reader.given()).documents()) == 2


def test_every_field_is_described_and_no_other() -> None:
    """The names of the schema are those of the body; a form has files beside them."""
    assert (JSON_BODY.properties or {}).keys() == set(StartTexts.__struct_fields__)
    assert (FORM_BODY.properties or {}).keys() == set(StartRequest.__struct_fields__)
