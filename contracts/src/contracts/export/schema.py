"""JSON Schema (2020-12) of every message: shapes from the structs, words from their docstrings, examples."""

import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias, get_args

import msgspec

from contracts.events import EVENT_TYPES, Event, UnknownEvent
from contracts.examples import EXAMPLES
from contracts.export.docstrings import field_docs, struct_doc
from contracts.export.messages import MESSAGES, Message

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEMPLATE: Final = "#/$defs/{name}"
_ANY_EVENT: Final = (*get_args(Event), UnknownEvent)

_MESSAGE_OF: Final = {message.type: message.name for message in MESSAGES}


def render_schema(message: Message) -> Schema:
    """Build the schema of one message: a document that needs no other."""
    definitions = definitions_of(message)
    if len(message.members) == 1:
        [root] = message.members
        shape, description = _reference(root), struct_doc(root)
    else:
        shape = {"anyOf": [_reference(member) for member in message.members]}
        description = message.description or ""
    return {
        "$schema": DIALECT,
        "$id": f"urn:resume-optimizer:contracts:{message.name}",
        "title": message.name,
        "description": description,
        "x-readers": list(message.readers),
        **shape,
        "$defs": definitions,
    }


def definitions_of(*messages: Message, ref_template: str = _TEMPLATE) -> dict[str, Schema]:
    """Build the definitions of all structs that some messages need, by name, in the order of the names.

    The messages themselves come with their examples.
    """
    structs = {struct for message in messages for member in message.members for struct in _structs(member)}
    if any(_holds_events(struct) for struct in structs):
        structs |= {struct for event in _ANY_EVENT for struct in _structs(event)}
    _, plain = msgspec.json.schema_components(structs, ref_template=ref_template)
    by_name = {struct.__name__: struct for struct in structs}
    shown = {member for message in messages for member in message.members}
    definitions = {name: _finished(by_name[name], plain[name], ref_template) for name in sorted(plain)}
    for struct in shown:
        if examples := EXAMPLES.get(_MESSAGE_OF.get(struct, "")):
            definitions[struct.__name__]["examples"] = list(examples)
    return definitions


def _reference(struct: type[msgspec.Struct], ref_template: str = _TEMPLATE) -> Schema:
    return {"$ref": ref_template.format(name=struct.__name__)}


def _structs(declared: Any) -> Iterator[type[msgspec.Struct]]:  # noqa: ANN401 - any annotation
    if isinstance(declared, type) and issubclass(declared, msgspec.Struct):
        yield declared
        for annotation in typing.get_type_hints(declared).values():
            yield from _structs(annotation)
    else:
        for argument in get_args(declared):
            yield from _structs(argument)


def _holds_events(struct: type[msgspec.Struct]) -> bool:
    return any(field.type is msgspec.Raw for field in msgspec.structs.fields(struct))


def _finished(struct: type[msgspec.Struct], plain: Schema, ref_template: str) -> Schema:
    """Add words, and what msgspec cannot know."""
    docs = field_docs(struct)
    properties: Mapping[str, Schema] = plain["properties"]
    finished: Schema = {"description": struct_doc(struct), "type": "object", "properties": {}}
    tag_field = struct.__struct_config__.tag_field
    if tag_field is not None:
        finished["properties"][tag_field] = {"const": struct.__struct_config__.tag}
    for field in msgspec.structs.fields(struct):
        shape = dict(properties[field.encode_name])
        if field.type is msgspec.Raw:  # the only raw JSON of the contracts is a stored event
            shape = {"anyOf": [_reference(event, ref_template) for event in _ANY_EVENT]}
        if struct is UnknownEvent and field.name == "type":
            shape["not"] = {"enum": sorted(EVENT_TYPES)}
        finished["properties"][field.encode_name] = {"description": docs.get(field.name, ""), **shape}
    return finished | {key: plain[key] for key in ("required", "additionalProperties") if key in plain}


def rendered_schemas() -> dict[str, Schema]:
    """Build the schemas of all messages, by the message's name."""
    return {message.name: render_schema(message) for message in MESSAGES}
