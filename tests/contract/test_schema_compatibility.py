"""Changes of a schema that break a reader of a released version, and those that break nobody."""

import copy
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import pytest

from contracts.export.channels import CHANNELS
from contracts.export.compatibility import breaks
from contracts.export.messages import MESSAGES, Message
from contracts.export.schema import Schema, render_schema, rendered_schemas

RELEASED = rendered_schemas()
Change = Callable[[dict[str, Any]], object]


def changed(message: str, struct: str, change: Change) -> list[str]:
    """Change one struct of a message's schema, and compare it with the one of today."""
    current = copy.deepcopy(RELEASED[message])
    change(current["$defs"][struct])
    return [found.sentence for found in breaks(RELEASED[message], current)]


@pytest.mark.parametrize("name", list(RELEASED))
def test_what_is_unchanged_breaks_nobody(name: str) -> None:
    """A schema is compatible with itself."""
    assert breaks(RELEASED[name], copy.deepcopy(RELEASED[name])) == []


def remove(name: str) -> Change:
    """Remove a field."""
    return lambda struct: struct["properties"].pop(name)


def replace(name: str, shape: Schema) -> Change:
    """Give a field another shape."""
    return lambda struct: struct["properties"].update({name: shape})


def drop_value(name: str, value: str) -> Change:
    """Remove a value of an enum."""
    return lambda struct: struct["properties"][name]["enum"].remove(value)


def add_value(name: str, value: str) -> Change:
    """Add a value to an enum."""
    return lambda struct: struct["properties"][name]["enum"].append(value)


def require(*names: str) -> Change:
    """Require more fields."""
    return lambda struct: struct["required"].extend(names)


def release(name: str) -> Change:
    """Require a field no longer."""
    return lambda struct: struct["required"].remove(name)


def add_required(name: str) -> Change:
    """Add a field that must be there."""

    def change(struct: dict[str, Any]) -> None:
        struct["properties"][name] = {"type": "string"}
        struct["required"].append(name)

    return change


READ_BY = {
    "event": "(read by gateway, pipeline, page and integrators)",
    "control": "(read by pipeline, gateway and agents)",
    "outcome": "(read by pipeline)",
    "work": "(read by agents and pipeline)",
}
OLD_MESSAGES = "messages of the released version"
LACKED = f"{OLD_MESSAGES} lack it and are refused"
UNREAD = "neither side can read the other's"
OLD_REFUSE = "readers of the released version refuse"
NULLABLE_REF = {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 300}, {"type": "null"}]}

BREAKS: dict[str, tuple[str, str, Change, str]] = {
    "a field removed": (
        "event.insight_emitted", "Insight", remove("message"),
        "`data.message` of `event.insight_emitted` was removed: whoever reads it finds nothing",
    ),
    "a field retyped": (
        "event.metric_update", "MetricUpdate", replace("value", {"type": "string"}),
        f"`data.value` of `event.metric_update` was number and is string now: {UNREAD}",
    ),
    "an optional field retyped": (
        "event.insight_emitted", "Insight", replace("ref", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        f"`data.ref` of `event.insight_emitted` may be integer now: {OLD_REFUSE} it",
    ),
    "items retyped": (
        "event.job_status", "StepNode", replace("after", {"type": "array", "items": {"type": "integer"}}),
        f"`data.graph[].after[]` of `event.job_status` was string and is integer now: {UNREAD}",
    ),
    "values of a mapping retyped": (
        "work", "WorkItem", replace("refs", {"type": "object", "additionalProperties": {"type": "integer"}}),
        f"`refs.*` of `work` was string and is integer now: {UNREAD}",
    ),
    "a new field required": (
        "work", "WorkItem", add_required("priority"),
        f"`priority` of `work` is new and required: {LACKED}",
    ),
    "an old field required": (
        "control.cancel", "Cancel", require("reason"),
        f"`reason` of `control.cancel` is required now: {LACKED}",
    ),
    "a field required no longer": (
        "outcome.succeeded", "Succeeded", release("refs"),
        "`refs` of `outcome.succeeded` may be missing now: readers of the released version count on it",
    ),
    "null allowed": (
        "event.diff_chunk", "DiffChunk", replace("ref", NULLABLE_REF),
        f"`data.ref` of `event.diff_chunk` may be null now: {OLD_REFUSE} it",
    ),
    "an enum value removed": (
        "event.step_progress", "StepProgress", drop_value("state", "skipped"),
        f"`data.state` of `event.step_progress` is never `skipped` any more: {OLD_MESSAGES} that say so are refused",
    ),
    "an enum value added": (
        "event.step_progress", "StepProgress", add_value("state", "paused"),
        f"`data.state` of `event.step_progress` may be `paused` now: {OLD_REFUSE} it",
    ),
    "a bound loosened": (
        "event.error", "ErrorInfo", replace("message", {"type": "string", "maxLength": 900}),
        f"`data.message` of `event.error` has another maxLength (500 before, 900 now): {OLD_REFUSE} more",
    ),
    "a bound tightened": (
        "event.error", "ErrorInfo", replace("message", {"type": "string", "maxLength": 90}),
        f"`data.message` of `event.error` has another maxLength (500 before, 90 now): {OLD_MESSAGES} may be refused",
    ),
    "a bound removed": (
        "event.step_progress", "StepProgress", replace("pct", {"type": "integer", "minimum": 0}),
        f"`data.pct` of `event.step_progress` has another maximum (100 before, None now): {OLD_REFUSE} more",
    ),
    "a tag renamed": (
        "event.done", "DoneEvent", replace("type", {"const": "finished"}),
        "`type` of `event.done` was `done` and is `finished` now",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("message", "struct", "change", "sentence"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_named_with_field_and_readers(message: str, struct: str, change: Change, sentence: str) -> None:
    """What breaks somebody is said in a sentence that names the field, and who reads it."""
    readers = READ_BY[message.partition(".")[0]]
    assert f"{sentence} {readers}" in changed(message, struct, change)


def test_a_break_is_found_inside_of_a_union_and_of_a_snapshot() -> None:
    """A field is found wherever its struct is used: in the union of its message, and in what holds the message."""
    for name, field in (
        ("event", "(insight_emitted).data.category"),
        ("snapshot", "events[].event(insight_emitted).data.category"),
    ):
        [sentence] = changed(name, "Insight", remove("category"))
        assert sentence.startswith(f"`{field}` of `{name}` was removed")


def test_a_message_that_is_gone_breaks_its_readers() -> None:
    """Whoever reads a message waits for it in vain once it has no schema any more."""
    [found] = breaks(RELEASED["letter"], None)
    assert found.sentence == "`letter` is gone: whoever reads it waits for it in vain (read by operators)"


def test_a_type_that_left_its_union_is_named() -> None:
    """A union that loses a member refuses what was written before."""
    current = copy.deepcopy(RELEASED["control"])
    current["anyOf"] = [member for member in current["anyOf"] if not member["$ref"].endswith("/Redrive")]
    [found] = breaks(RELEASED["control"], current)
    assert found.sentence.startswith("`control` is never `redrive` any more")


@pytest.mark.parametrize(
    ("message", "struct", "change"),
    [
        ("event.insight_emitted", "Insight", replace("weight", {"type": "number", "default": 0})),
        ("event.insight_emitted", "Insight", lambda struct: struct.update(description="Other words.")),
        ("event.insight_emitted", "InsightEvent", lambda struct: struct.update(examples=[])),
        ("event.insight_emitted", "Insight", lambda struct: struct["required"].reverse()),
    ],
    ids=["a field that may be missing", "words", "examples", "order"],
)
def test_what_nobody_can_notice_is_free(message: str, struct: str, change: Change) -> None:
    """New optional fields, other words and another order break nobody."""
    assert changed(message, struct, change) == []


def test_a_union_of_tagged_messages_may_grow() -> None:
    """A type that is new is skipped by those who do not know it."""
    current = copy.deepcopy(RELEASED["event"])
    current["$defs"]["MoodEvent"] = {"type": "object", "properties": {"type": {"const": "mood_update"}}}
    current["anyOf"].append({"$ref": "#/$defs/MoodEvent"})
    assert breaks(RELEASED["event"], current) == []


def test_a_change_of_a_struct_is_found_by_the_schema_that_it_gives() -> None:
    """From struct to sentence: retyping a field in Python is what the comparison sees."""

    class Before(msgspec.Struct, kw_only=True):
        """A message."""

        size: Annotated[int, msgspec.Meta(ge=1)]
        colour: str = "blue"

    class After(msgspec.Struct, kw_only=True):
        """A message."""

        size: str

    before = render_schema(Message("parcel", Before, ("warehouse",)))
    after = render_schema(Message("parcel", After, ("warehouse",)))
    assert [found.sentence for found in breaks(before, after)] == [
        "`size` of `parcel` was integer and is string now: neither side can read the other's (read by warehouse)",
        "`colour` of `parcel` was removed: whoever reads it finds nothing (read by warehouse)",
    ]


def test_the_readers_are_the_roles_that_receive() -> None:
    """Who a sentence names is who the AsyncAPI document says receives the message over NATS."""
    for message in MESSAGES:
        hear = {
            part.role
            for channel in CHANNELS
            for part in channel.receives
            if message.name in (part.messages or channel.messages)
        }
        assert hear <= set(message.readers), message.name
