"""The published schemas: complete, true of what is sent, and of one mind with our decoders."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import commands
from contracts.control import decode_control, encode_control
from contracts.events import UnknownEvent, decode_event, encode_event
from contracts.examples import EXAMPLES
from contracts.export.messages import MESSAGES
from contracts.export.schema import Schema, rendered_schemas
from contracts.ids import parse_job_id
from contracts.letters import decode_letter, encode_letter
from contracts.preview import Preview
from contracts.problem import Problem
from contracts.refs import parse_ref
from contracts.snapshot import Snapshot
from contracts.state import JobState, StateView
from contracts.work import decode_outcome, decode_work, encode_outcome, encode_work
from tests.golden.endings import ENDINGS
from tests.golden.scenarios import SCENARIOS
from tests.golden.vectors import told

SCHEMAS = rendered_schemas()
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
SHOWN = [(name, example) for name, examples in EXAMPLES.items() for example in examples]
IDS = [f"{name}-{n}" for n, (name, _) in enumerate(SHOWN)]
GOLDEN = [
    (line.event, json.loads(encode_event(line.event)))
    for tell in [*SCENARIOS, *ENDINGS]
    for line in told(tell).script.lines
]
REWRITES: dict[str, Callable[[bytes], bytes]] = {
    "event": lambda raw: encode_event(decode_event(raw)),
    "envelope": lambda raw: encode_event(decode_event(raw)),
    "control": lambda raw: encode_control(decode_control(raw)),
    "outcome": lambda raw: encode_outcome(decode_outcome(raw)),
    "work": lambda raw: encode_work(decode_work(raw)),
    "letter": lambda raw: encode_letter(decode_letter(raw)),
    "command.start": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.StartCommand)),
    "command.steer": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.JobCommand)),
    "command.answers": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.AnswersCommand)),
    "command.patches": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.PatchesCommand)),
    "answer.started": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.StartedAnswer)),
    "answer.standing": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=commands.StandingAnswer)),
    "answer.preview": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=Preview)),
    "state": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=StateView)),
    "snapshot": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=Snapshot)),
    "problem": lambda raw: msgspec.json.encode(msgspec.json.decode(raw, type=Problem)),
}
"""Decodes with the decoder that the services use, and writes it again; by the message's family."""


def test_every_schema_is_one() -> None:
    """Each document is valid JSON Schema of 2020-12, under its own name, and names who reads the message."""
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["title"] == name
        assert schema["x-readers"]


def test_everything_is_described() -> None:
    """No message, no struct and no field is left to guess: all but the tags carry a sentence."""
    silent = [
        f"{name}: {where}" for name, schema in SCHEMAS.items() for where, shape in _described(schema) if not shape
    ]
    assert silent == []


def _described(schema: Schema) -> Iterator[tuple[str, str]]:
    yield "itself", schema["description"]
    for struct, definition in schema["$defs"].items():
        yield struct, definition["description"]
        for field, shape in definition["properties"].items():
            if "const" not in shape:
                yield f"{struct}.{field}", shape["description"]


def test_every_message_has_an_example() -> None:
    """Every message that is no union is shown; every example belongs to a message, and stands in its schema."""
    single = {message.name for message in MESSAGES if len(message.members) == 1}
    assert {name for name, _ in SHOWN} == single
    for message in MESSAGES:
        for member in message.members:
            assert SCHEMAS[message.name]["$defs"][member.__name__]["examples"]


@pytest.mark.parametrize(("name", "example"), SHOWN, ids=IDS)
def test_examples_are_real(name: str, example: Schema) -> None:
    """An example passes its schema and its union's, is read by our decoder, and is written again as it was."""
    family = name if name in REWRITES else name.partition(".")[0]
    VALIDATORS[name].validate(example)
    VALIDATORS[family].validate(example)
    rewritten = json.loads(REWRITES[family](json.dumps(example).encode()))
    assert rewritten == {key: value for key, value in example.items() if name != "problem" or key in rewritten}


@pytest.mark.parametrize(("name", "example"), SHOWN, ids=IDS)
def test_examples_name_ids_that_could_be(name: str, example: Schema) -> None:
    """Job ids and refs of the examples have the form that the services insist on."""
    for key, value in _strings(example):
        if key == "job_id":
            parse_job_id(value)
        elif key == "ref" or (name != "problem" and value.count(".") > 1 and " " not in value and len(value) > 50):
            parse_ref(value)


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    match value:
        case str():
            yield key, value
        case dict():
            for inner_key, inner in value.items():
                yield from _strings(inner, inner_key)
        case list():
            for inner in value:
                yield from _strings(inner, key)
        case _:
            pass


def test_every_golden_event_passes() -> None:
    """What the golden jobs hold passes the event's schema, or the envelope's where the type is not ours."""
    for event, sent in GOLDEN:
        ours, foreign = VALIDATORS["event"].is_valid(sent), VALIDATORS["envelope"].is_valid(sent)
        assert (ours, foreign) == ((False, True) if isinstance(event, UnknownEvent) else (True, False)), sent


def test_every_golden_state_passes() -> None:
    """The state at each position of each golden job passes its schema, and so does a snapshot of it."""
    for tell in [*SCENARIOS, *ENDINGS]:
        state = JobState()
        for line in told(tell).script.lines:
            state.apply(line.seq, line.event)
        VALIDATORS["state"].validate(json.loads(msgspec.json.encode(state.view())))


RUBBISH = [
    None, True, -1, 0, 1, 101, 0.5, "", "x", "x" * 101, "x" * 501, [], [1], {}, {"x": 1}, "running", "high", "fail",
    "1.1", "0.1", "insight_emitted", "done", "acme", "2026-11-22T20:17:47Z", "today",
]  # fmt: skip


@given(event=st.sampled_from([sent for _, sent in GOLDEN]), data=st.data())
@settings(max_examples=200, deadline=None)
def test_schema_and_decoder_are_of_one_mind(event: Schema, data: st.DataObject) -> None:
    """Whatever becomes of one field of an event, the schemas take it if and only if our decoder does."""
    changed = copy.deepcopy(event)
    place = data.draw(st.sampled_from([changed, changed["data"]]))
    field = data.draw(st.sampled_from([*place, "more"]))
    if data.draw(st.booleans()):
        place[field] = data.draw(st.sampled_from(RUBBISH))
    else:
        place.pop(field, None)
    try:
        decode_event(json.dumps(changed).encode())
        readable = True
    except ValueError:
        readable = False
    assert (VALIDATORS["event"].is_valid(changed) or VALIDATORS["envelope"].is_valid(changed)) is readable
