"""Dead letters, on `dead.{step}.{job_id}`: work that nobody could do, with all that is known of why."""

import msgspec

from contracts import upcasting
from contracts.events.payloads import Count, Ordinal, Text
from contracts.work import WorkItem


class FailedAttempt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt that failed, and when its end was stored (RFC 3339). `run` is left out where none reported."""

    attempt: Ordinal
    """Which attempt, from 1."""
    code: str
    """Stable, for programs."""
    message: Text
    """One sentence, for people."""
    at: str
    """When its end was stored: RFC 3339."""
    run: str | None = None
    """The run that reported it."""
    duration_ms: Count = 0
    """How long the run took."""


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a step was given up.

    `item` is the last attempt's work item; `undecodable` stands instead of it where the item could not be read: the
    first kilobytes of what it was. `attempts` are all of the revision, oldest first.
    """

    job_id: str
    """The job, as in the subject."""
    step: str
    """The step that was given up, as in the subject."""
    code: str
    """Stable, for programs."""
    reason: Text
    """One sentence, for operators."""
    item: WorkItem | None = None
    """The last attempt's work item."""
    undecodable: str | None = None
    """The beginning of an item that could not be read."""
    attempts: list[FailedAttempt] = []
    """What was tried, oldest first."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(DeadLetter)


class MalformedLetterError(ValueError):
    """Bytes that are no dead letter; the message says where they differ from the schema."""


def encode_letter(letter: DeadLetter) -> bytes:
    """Encode a dead letter as compact JSON."""
    return _encoder.encode(letter)


def decode_letter(raw: bytes) -> DeadLetter:
    """Decode a dead letter.

    Raises:
        MalformedLetterError: It is none.
    """
    try:
        return _decoder.decode(raw)
    except upcasting.UNREADABLE as error:
        raise MalformedLetterError(str(error)) from None
