"""Work for agents, and what became of it."""

from typing import TypeAlias

import msgspec

from contracts.events.payloads import Count, Ordinal, Ref, Seconds, Text


class WorkItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt of one step: what `work.{step}.{job_id}.{attempt}` carries.

    `refs` maps the names of documents to their keys, those of all earlier steps included. `started_at` is the stored
    time of the job's start in RFC 3339: the only notion of "today" that a step has. `max_deliveries` is how often the
    item may be handed out before it counts as crashed. `runs_before` is how many runs of this attempt there may have
    been before this item, where it was handed back or lost and is published again: its own are counted on from there,
    so that no two runs share a name.
    """

    job_id: str
    revision: Ordinal
    step: str
    attempt: Ordinal
    refs: dict[str, Ref]
    started_at: str
    deadline_sec: Seconds
    max_deliveries: Ordinal = 3
    runs_before: Count = 0


class RunEnd(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """How one run of a work item ended."""

    job_id: str
    revision: Ordinal
    step: str
    attempt: Ordinal
    delivery: Ordinal
    duration_ms: Count = 0


class Succeeded(RunEnd, frozen=True, kw_only=True, tag="succeeded"):
    """The step is done; `refs` names the documents that it wrote."""

    refs: dict[str, Ref]


class Failed(RunEnd, frozen=True, kw_only=True, tag="failed"):
    """The run failed. `retry_after_sec` is a wish of whoever refused, such as a model's rate limit."""

    code: str
    message: Text
    retryable: bool
    retry_after_sec: Seconds | None = None
    refs: dict[str, Ref] = {}


class Crashed(RunEnd, frozen=True, kw_only=True, tag="crashed"):
    """The item was handed out more often than it may be: whoever ran it died each time."""


class Released(RunEnd, frozen=True, kw_only=True, tag="released"):
    """The runtime was stopped cleanly and hands the item back: it costs no attempt."""


Outcome: TypeAlias = Succeeded | Failed | Crashed | Released

_encoder = msgspec.json.Encoder()
_items = msgspec.json.Decoder(WorkItem)
_outcomes: msgspec.json.Decoder[Outcome] = msgspec.json.Decoder(Outcome)


class MalformedWorkError(ValueError):
    """Bytes that are no work item or no outcome; the message says where they differ from the schema."""


def encode_work(item: WorkItem) -> bytes:
    """Encode a work item as compact JSON."""
    return _encoder.encode(item)


def decode_work(raw: bytes) -> WorkItem:
    """Decode a work item.

    Raises:
        MalformedWorkError: It is none.
    """
    try:
        return _items.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedWorkError(str(error)) from None


def encode_outcome(outcome: Outcome) -> bytes:
    """Encode an outcome as compact JSON."""
    return _encoder.encode(outcome)


def decode_outcome(raw: bytes) -> Outcome:
    """Decode an outcome.

    Raises:
        MalformedWorkError: It is none.
    """
    try:
        return _outcomes.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedWorkError(str(error)) from None
