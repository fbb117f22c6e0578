"""Messages of older versions in the form of today.

A log is read for days and across deploys, so what an older version wrote must be readable by this one. Nothing carries
a version number: the current decoder comes first, and only what it refuses is shown to the upcasters of its kind. Hence
a changed meaning always gets a new field's name, never the old one. `contracts/schema/released` has what was written.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

Fields: TypeAlias = dict[str, Any]
Upcast: TypeAlias = Callable[[Fields], Fields]
"""Gives the next form of a message that has an old one, and any other message as it is. Pure; may raise on rubbish."""

Upcasts: TypeAlias = Mapping[str, Sequence[Upcast]]
"""Upcasters by the message's tag, the oldest form's first; `""` for messages that have no tag."""

Message = TypeVar("Message")

EVENTS: Final[dict[str, Sequence[Upcast]]] = {}
CONTROL: Final[dict[str, Sequence[Upcast]]] = {}
OUTCOMES: Final[dict[str, Sequence[Upcast]]] = {}
WORK: Final[dict[str, Sequence[Upcast]]] = {}

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What bytes that are no message make a decoder raise."""


def decode(raw: bytes, decoder: msgspec.json.Decoder[Message], tag_field: str | None, upcasts: Upcasts) -> Message:
    """Decode a message of this version, or of an older one that there are upcasters for.

    Raises:
        UNREADABLE: It is neither; the error is the current decoder's.
    """
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as refusal:
        if not upcasts:
            raise
        try:
            return decoder.decode(msgspec.json.encode(_upcast(msgspec.json.decode(raw), tag_field, upcasts)))
        except (*UNREADABLE, LookupError, TypeError, ValueError):
            raise refusal from None


def _upcast(message: Fields, tag_field: str | None, upcasts: Upcasts) -> Fields:
    for upcast in upcasts["" if tag_field is None else message[tag_field]]:
        message = upcast(message)
    return message
