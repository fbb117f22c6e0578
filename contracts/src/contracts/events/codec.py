"""Bytes to events and back. What cannot be read is an error with a reason, never a guess."""

from datetime import UTC, datetime

import msgspec

from contracts import upcasting
from contracts.events.envelope import EVENT_TYPES, Event, UnknownEvent

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_unknown = msgspec.json.Decoder(UnknownEvent)


class MalformedEventError(ValueError):
    """Bytes that are no event; the message says where they differ from the schema."""


def encode_event(event: Event | UnknownEvent) -> bytes:
    """Encode an event as compact JSON; absent fields are left out."""
    return _encoder.encode(event)


def decode_event(raw: bytes) -> Event | UnknownEvent:
    """Decode one message of a job's public subjects.

    Returns:
        The event, or an `UnknownEvent` where the envelope is well formed and the type is not one of ours.

    Raises:
        MalformedEventError: It is neither.
    """
    try:
        raw.decode()  # msgspec looks only at the text that it keeps, and readers look at all of it
        return upcasting.decode(raw, _decoder, "type", upcasting.EVENTS)
    except upcasting.UNREADABLE as known:
        try:
            event = _unknown.decode(raw)
        except upcasting.UNREADABLE:
            raise MalformedEventError(str(known)) from None
        if event.type in EVENT_TYPES:
            raise MalformedEventError(str(known)) from None
        return event


def timestamp_of(moment: datetime) -> str:
    """Format a moment as RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
