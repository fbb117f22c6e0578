"""The AsyncAPI 3 document: all subjects, what is said on them, and which role says and hears it."""

import re
from typing import Any, Final

from contracts import subjects
from contracts.examples import EXAMPLES
from contracts.export.channels import CHANNELS, PARAMETERS, ROLES, Channel, Part
from contracts.export.messages import MESSAGES, VERSION
from contracts.export.schema import Schema, definitions_of

_TEMPLATE: Final = "#/components/schemas/{name}"
_BY_NAME: Final = {message.name: message for message in MESSAGES}
_SEQUENCE: Final[Schema] = {"type": "string", "pattern": "^[0-9]+$"}

PLAIN: Final[dict[str, Schema]] = {
    "hint": {
        "summary": "One word: what was asked for, or what the job has come to.",
        "contentType": "text/plain",
        "payload": {"type": "string", "enum": ["cancel", "canceled", "failed", "deleted"]},
        "examples": [{"name": "hint", "payload": "canceled"}],
    },
    "document": {
        "summary": "A document's content, as its writer made it: text, JSON or a file.",
        "contentType": "application/octet-stream",
        "payload": {"type": "string", "format": "binary"},
    },
    "file": {
        "summary": "A file's content: PDF, DOCX, or text in UTF-8, at most 5 MB.",
        "contentType": "application/octet-stream",
        "payload": {"type": "string", "format": "binary"},
    },
}
"""Messages that are no structs, by name."""

_HEADERS: Final[dict[str, Schema]] = {
    "identified": {
        "Nats-Msg-Id": {
            "description": "Makes a repeated publish single for two minutes, over all jobs. An event's is its `id`.",
            "type": "string",
        },
    },
    "ordered": {
        "Nats-Expected-Last-Subject-Sequence": {
            "description": "The position of the subject's last message, 0 where it must have none; else it is refused.",
            **_SEQUENCE,
        },
    },
    "republished": {
        "Nats-Stream": {"description": "The stream that stored it.", "const": subjects.JOBS},
        "Nats-Subject": {"description": "The subject that it was stored under.", "type": "string"},
        "Nats-Sequence": {"description": "Its position: the SSE `id`, and what `?after=` takes.", **_SEQUENCE},
        "Nats-Last-Sequence": {
            "description": "The position of the message before it on the same subject, 0 for none: shows a hole.",
            **_SEQUENCE,
        },
        "Nats-Time-Stamp": {"description": "When it was stored: RFC 3339, nanoseconds.", "type": "string"},
    },
    "refused": {
        "Nats-Service-Error-Code": {"description": "Only of a refusal: a status as HTTP has them.", **_SEQUENCE},
        "Nats-Service-Error": {"description": "Only of a refusal: a stable code and a sentence.", "type": "string"},
    },
}


def render_asyncapi() -> Schema:
    """Build the document."""
    used = {name for channel in CHANNELS for name in channel.messages if name in _BY_NAME}
    definitions = definitions_of(*(message for message in MESSAGES if message.name in used), ref_template=_TEMPLATE)
    for definition in definitions.values():
        definition.pop("examples", None)  # they stand with the messages
    return {
        "asyncapi": "3.0.0",
        "id": "urn:resume-optimizer:contracts",
        "info": {
            "title": "Resume Optimizer over NATS",
            "version": VERSION,
            "description": "Everything that the services of Resume Optimizer say to each other, and what integrators "
            "may hear and say. One durable log per job is the only truth; every view is a fold of it.",
            "license": {"name": "Apache-2.0"},
            "tags": [{"name": role, "description": description} for role, description in ROLES.items()],
        },
        "defaultContentType": "application/json",
        "servers": {
            "nats": {
                "host": "127.0.0.1:4222",
                "protocol": "nats",
                "description": "nats-server with JetStream, as `./justw up` starts it (`NATS_PORT`).",
            }
        },
        "channels": {channel.name: _channel(channel) for channel in CHANNELS},
        "operations": dict(
            _operation(channel, part, action)
            for channel in CHANNELS
            for action, parts in (("send", channel.sends), ("receive", channel.receives))
            for part in parts
        ),
        "components": {
            "schemas": definitions,
            "messageTraits": {
                name: {"headers": {"type": "object", "properties": properties}} for name, properties in _HEADERS.items()
            },
        },
    }


def parameters_of(channel: Channel) -> list[str]:
    """List the parameters of a channel's address, in their order."""
    return re.findall(r"\{(\w+)\}", channel.address or "")


def _channel(channel: Channel) -> Schema:
    rendered: Schema = {
        "address": channel.address,
        "title": channel.name,
        "description": channel.description,
        "servers": [{"$ref": "#/servers/nats"}],
        "parameters": {name: {"description": PARAMETERS[name]} for name in parameters_of(channel)},
        "messages": {_key(name): _message(name, channel) for name in channel.messages},
    }
    if channel.stream is not None:
        rendered["x-stream"] = channel.stream
    return rendered


def _message(name: str, channel: Channel) -> Schema:
    rendered: Schema = {"name": name}
    if name in PLAIN:
        rendered |= PLAIN[name]
    else:
        [struct] = _BY_NAME[name].members
        rendered["payload"] = {"$ref": _TEMPLATE.format(name=struct.__name__)}
        examples = [example for example in EXAMPLES[name] if "republished" not in channel.headers]
        if examples:
            rendered["examples"] = [{"name": f"{_key(name)}{n}", "payload": e} for n, e in enumerate(examples, 1)]
    if channel.headers:
        rendered["traits"] = [{"$ref": f"#/components/messageTraits/{header}"} for header in channel.headers]
    return rendered


def _operation(channel: Channel, part: Part, action: str) -> tuple[str, Any]:
    messages = part.messages or channel.messages
    rendered: Schema = {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel.name}"},
        "summary": part.summary,
        "tags": [{"name": part.role}],
        "messages": [{"$ref": f"#/channels/{channel.name}/messages/{_key(name)}"} for name in messages],
    }
    if part.consumer is not None:
        rendered["x-consumer"] = part.consumer
    if part.reply is not None:
        rendered["reply"] = {
            "address": {"location": "$message.header#/reply"},
            "channel": {"$ref": "#/channels/replies"},
            "messages": [{"$ref": f"#/channels/replies/messages/{_key(part.reply)}"}],
        }
    return f"{part.role}-{action}-{channel.name}", rendered


def _key(name: str) -> str:
    """Give the part of a message's name that tells it apart on its channel."""
    return name.rsplit(".", 1)[-1]
