"""Facts that steer a job, on `run.{job_id}.control`; outcomes stand in one order with them."""

from typing import Final, TypeAlias

import msgspec

from contracts import upcasting
from contracts.events.payloads import Ordinal, Ref, Text
from contracts.work import Outcome, decode_outcome

DEFAULT_GRAPH: Final = "tailoring-1"
"""The graph that a start names where nothing else is asked for; the pipeline keeps every graph that it ever had."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """Something that was decided about a job. Its time is the stored message's timestamp."""

    job_id: str
    """The job, as in the subject."""


class Start(Fact, frozen=True, kw_only=True, tag="start"):
    """The job exists from here on. A running job keeps the graph that it names.

    `body_hash` is the hex SHA-256 of what was asked for: it tells a repeated start from another one.
    """

    body_hash: str
    """Hex SHA-256 of what was asked for."""
    documents: dict[str, Ref]
    """What was handed over: name to ref."""
    graph: str
    """The graph that the job runs, to its end."""


class Cancel(Fact, frozen=True, kw_only=True, tag="cancel"):
    """Stop the current revision."""

    reason: Text | None = None
    """Why, in one sentence."""


class Redrive(Fact, frozen=True, kw_only=True, tag="redrive"):
    """Open the next revision at the steps that failed or were never reached."""

    reason: Text | None = None
    """Why, in one sentence."""


class Answers(Fact, frozen=True, kw_only=True, tag="answers"):
    """Open the next revision with what the user says: answers, or which changes he does not want.

    The steps that read one of the documents run again, and all behind them.
    """

    documents: dict[str, Ref]
    """What the user added: name to ref. `answers` and `choices` each hold all that was said so far."""


class Timeout(Fact, frozen=True, kw_only=True, tag="timeout"):
    """A deadline passed: of one attempt of a step, or of the job where `step` is left out."""

    revision: Ordinal
    """The revision whose deadline it was."""
    step: str | None = None
    """The step; left out where the job's own deadline passed."""
    attempt: Ordinal | None = None
    """The attempt; left out where the step's or the job's own deadline passed."""


class Deleted(Fact, frozen=True, kw_only=True, tag="deleted"):
    """The job was erased: the tombstone that keeps its id from starting again."""

    reason: Text | None = None
    """Why, in one sentence."""


Control: TypeAlias = Start | Cancel | Redrive | Answers | Timeout | Deleted

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Control] = msgspec.json.Decoder(Control)


class MalformedFactError(ValueError):
    """Bytes that are no fact; the message says where they differ from the schema."""


def encode_control(fact: Control) -> bytes:
    """Encode a fact as compact JSON."""
    return _encoder.encode(fact)


def decode_control(raw: bytes) -> Control:
    """Decode a fact of `control`.

    Raises:
        MalformedFactError: It is no fact that we know.
    """
    try:
        return upcasting.decode(raw, _decoder, "kind", upcasting.CONTROL)
    except upcasting.UNREADABLE as error:
        raise MalformedFactError(str(error)) from None


def decode_fact(subject: str, raw: bytes) -> Control | Outcome:
    """Decode a message of `run.{job_id}.*` by the subject that it came by.

    Raises:
        MalformedFactError: It is neither a fact nor an outcome.
    """
    if subject.endswith(".results"):
        try:
            return decode_outcome(raw)
        except ValueError as error:
            raise MalformedFactError(str(error)) from None
    return decode_control(raw)
