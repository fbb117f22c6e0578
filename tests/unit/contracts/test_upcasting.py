"""Messages of older versions become today's where they are read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from contracts import upcasting
from contracts.control import Cancel, MalformedFactError, decode_control
from contracts.events import InsightEvent, MalformedEventError, MetricUpdateEvent, decode_event
from contracts.examples import EXAMPLES
from contracts.upcasting import Fields
from contracts.work import MalformedWorkError, Succeeded, decode_outcome, decode_work


def raw(message: Fields) -> bytes:
    """Write a message down."""
    return json.dumps(message).encode()


def number_from_text(event: Fields) -> Fields:
    """Bring a metric to today's form: its value was once told as text."""
    value = event["data"]["value"]
    return {**event, "data": {**event["data"], "value": float(value)}} if isinstance(value, str) else event


def key_from_name(event: Fields) -> Fields:
    """Bring a metric to the form in between: its key was once its name."""
    data = dict(event["data"])
    if "name" in data:
        data["key"] = data.pop("name")
    return {**event, "data": data}


METRIC = EXAMPLES["event.metric_update"][0]
OLD = {**METRIC, "data": {"key": "words", "value": "412"}}
OLDER = {**METRIC, "data": {"name": "words", "value": "412"}}


def test_without_an_upcaster_an_old_form_is_malformed() -> None:
    """What nobody knows to bring to today's form is refused."""
    with pytest.raises(MalformedEventError, match="Expected `float`"):
        decode_event(raw(OLD))


def test_old_forms_are_brought_to_todays_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Upcasters are applied from the oldest form to the newest; each leaves alone what is not of its form."""
    monkeypatch.setitem(upcasting.EVENTS, "metric_update", [key_from_name, number_from_text])
    for old in (OLD, OLDER):
        event = decode_event(raw(old))
        assert isinstance(event, MetricUpdateEvent)
        assert (event.data.key, event.data.value) == ("words", 412.0)


def test_todays_form_never_meets_an_upcaster(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is read as it is costs nothing more, and nothing is done to it."""

    def never(_message: Fields) -> Fields:
        raise AssertionError

    monkeypatch.setitem(upcasting.EVENTS, "metric_update", [never])
    assert isinstance(decode_event(raw(METRIC)), MetricUpdateEvent)
    assert isinstance(decode_event(raw(EXAMPLES["event.insight_emitted"][0])), InsightEvent)


def test_a_type_that_was_renamed_is_found_by_its_old_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upcaster may change the tag: what had another name once is not taken for a foreign type."""
    monkeypatch.setitem(upcasting.EVENTS, "hint_emitted", [lambda event: {**event, "type": "insight_emitted"}])
    event = decode_event(raw({**EXAMPLES["event.insight_emitted"][0], "type": "hint_emitted"}))
    assert isinstance(event, InsightEvent)


@pytest.mark.parametrize(
    "rubbish",
    [
        {**METRIC, "data": {"value": "many"}},
        {**METRIC, "data": {}},
        {**METRIC, "data": []},
        {**METRIC, "timestamp": 5},
        {**METRIC, "type": ["metric_update"]},
        {"type": "metric_update"},
        [],
    ],
    ids=str,
)
def test_rubbish_stays_malformed(monkeypatch: pytest.MonkeyPatch, rubbish: Any) -> None:  # noqa: ANN401
    """Whatever an upcaster makes of rubbish, or raises, the reader is told what the current decoder says."""
    monkeypatch.setitem(upcasting.EVENTS, "metric_update", [key_from_name, number_from_text])
    with pytest.raises(MalformedEventError, match=r"Expected|Object missing|Invalid"):
        decode_event(json.dumps(rubbish).encode())


def reason_from_why(fact: Fields) -> Fields:
    """Bring a fact to today's form: its reason was once a list."""
    return {**fact, "reason": " ".join(fact["reason"])}


def refs_from_list(message: Fields) -> Fields:
    """Bring outcomes and work to today's form: refs once were a list of pairs."""
    return {**message, "refs": dict(message["refs"])}


def test_facts_and_work_are_upcast_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control facts, outcomes and work items of an older version are read as today's, each by its own upcasters."""
    cancel = {**EXAMPLES["control.cancel"][0], "reason": ["too", "late"]}
    succeeded = {**EXAMPLES["outcome.succeeded"][0], "refs": [["match", "x"]]}
    item = {**EXAMPLES["work"][0], "refs": [["profile", "x"]]}
    reads: list[tuple[Callable[[bytes], object], Fields, type[ValueError]]] = [
        (decode_control, cancel, MalformedFactError),
        (decode_outcome, succeeded, MalformedWorkError),
        (decode_work, item, MalformedWorkError),
    ]
    for decode, old, refusal in reads:
        with pytest.raises(refusal):
            decode(raw(old))

    monkeypatch.setitem(upcasting.CONTROL, "cancel", [reason_from_why])
    monkeypatch.setitem(upcasting.OUTCOMES, "succeeded", [refs_from_list])
    monkeypatch.setitem(upcasting.WORK, "", [refs_from_list])

    assert decode_control(raw(cancel)) == Cancel(job_id=cancel["job_id"], reason="too late")
    outcome = decode_outcome(raw(succeeded))
    assert isinstance(outcome, Succeeded)
    assert outcome.refs == {"match": "x"}
    assert decode_work(raw(item)).refs == {"profile": "x"}


@pytest.mark.parametrize("decode", [decode_control, decode_outcome, decode_work])
def test_nesting_without_an_end_is_malformed(decode: Callable[[bytes], object]) -> None:
    """A field that we do not know, nested too deeply to be skipped, is refused and not a crash of the reader."""
    with pytest.raises((MalformedFactError, MalformedWorkError)):
        decode(b'{"kind": "cancel", "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
