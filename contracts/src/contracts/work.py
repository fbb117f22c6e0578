"""Work for agents, and what became of it."""

from typing import TypeAlias

import msgspec

from contracts import upcasting
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
    """The job, as in the subject."""
    revision: Ordinal
    """The revision that it belongs to, from 1."""
    step: str
    """What is to be done, as in the subject."""
    attempt: Ordinal
    """Which attempt of the step, from 1, as in the subject."""
    refs: dict[str, Ref]
    """Documents to read: name to ref."""
    started_at: str
    """When the job began: RFC 3339, the server's clock."""
    deadline_sec: Seconds
    """How long one run may take."""
    max_deliveries: Ordinal = 3
    """How often it may be handed out."""
    runs_before: Count = 0
    """How many runs of this attempt there may have been before this item."""


class RunEnd(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """How one run of a work item ended."""

    job_id: str
    """The job, as in the subject."""
    revision: Ordinal
    """The revision of the work item."""
    step: str
    """The step of the work item."""
    attempt: Ordinal
    """The attempt of the work item."""
    delivery: Ordinal
    """Which run of the attempt this was, from 1: how often it was handed out, over all of its items."""
    duration_ms: Count = 0
    """How long the run took."""


class Succeeded(RunEnd, frozen=True, kw_only=True, tag="succeeded"):
    """The step is done; `refs` names the documents that it wrote."""

    refs: dict[str, Ref]
    """Documents that the run wrote: name to ref."""


class Failed(RunEnd, frozen=True, kw_only=True, tag="failed"):
    """The run failed. `retry_after_sec` is a wish of whoever refused, such as a model's rate limit."""

    code: str
    """Stable, for programs."""
    message: Text
    """One sentence, for people."""
    retryable: bool
    """Whether another attempt may go better."""
    retry_after_sec: Seconds | None = None
    """How long whoever refused asks us to wait."""
    refs: dict[str, Ref] = {}
    """Documents that the run wrote all the same: name to ref."""


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
        return upcasting.decode(raw, _items, None, upcasting.WORK)
    except upcasting.UNREADABLE as error:
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
        return upcasting.decode(raw, _outcomes, "kind", upcasting.OUTCOMES)
    except upcasting.UNREADABLE as error:
        raise MalformedWorkError(str(error)) from None
