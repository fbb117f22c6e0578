"""What a reader asks a snapshot for: the position, and which of the events up to there."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from gateway.refusals import RefusedError

MOST_EVENTS: Final = 10_000
"""Of a page: as many as a subject of a job can hold."""

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}")
_TRUTH: Final = {"true": True, "false": False}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted; by itself everything, as it is now."""

    at: int | None = None
    """The position to see the job at; None for the newest."""
    events: bool = True
    """Whether to give events at all; the state stands without them."""
    after: int = 0
    """The position behind which events are given; 0 for all."""
    limit: int | None = None
    """How many events at most; None for all."""


WHOLE: Final = Asked()


def asked_of(query: Mapping[str, str]) -> Asked:
    """Read the query of a request.

    Raises:
        RefusedError: A value is not of its form; the problem names its field.
    """
    limit = _number(query, "limit")
    if limit is not None and not 1 <= limit <= MOST_EVENTS:
        raise _malformed("limit", f"`limit` is a number of events from 1 to {MOST_EVENTS}", limit=MOST_EVENTS)
    events = query.get("events", "true")
    if events not in _TRUTH:
        raise _malformed("events", "`events` is `true` or `false`")
    return Asked(at=_number(query, "at"), events=_TRUTH[events], after=_number(query, "after") or 0, limit=limit)


def _number(query: Mapping[str, str], field: str) -> int | None:
    given = query.get(field)
    if given is None:
        return None
    if _NUMBER.fullmatch(given) is None:
        raise _malformed(field, f"`{field}` is a whole number, 0 or more, without leading zeros")
    return int(given)


def _malformed(field: str, sentence: str, **more: Any) -> RefusedError:  # noqa: ANN401 - any JSON
    return RefusedError(sentence, status=400, code="malformed_query", field=field, **more)
