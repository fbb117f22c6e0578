"""Why a call brought nothing, as a word that is the same for the same cause. No server's sentence leaves this package.

CallFailedError
again, after a pause      rate_limited, unavailable, timeout, malformed, truncated, empty
not again                 endless, refused
nor anything else         unauthorised, not_found: the next call would end as this one did
"""

import contextlib
import json
from typing import Final

import openai

_LONGEST_PAUSE_SEC: Final = 10.0
_PAUSE_SEC: Final = 0.25
_REPEATABLE: Final = frozenset({"rate_limited", "unavailable", "timeout", "malformed", "truncated", "empty"})
_POINTLESS: Final = frozenset({"unauthorised", "not_found"})
_STATUS: Final = {401: "unauthorised", 403: "unauthorised", 404: "not_found", 429: "rate_limited"}
_SERVER_ERRORS: Final = 500


class CallFailedError(Exception):
    """A call brought no usable answer. `reason` is why."""

    def __init__(self, reason: str, *, pause_sec: float = _PAUSE_SEC) -> None:
        super().__init__(reason)
        self.reason = reason
        self.pause_sec = pause_sec
        """How long to wait before asking again."""

    @property
    def repeatable(self) -> bool:
        """Whether asking once more may help."""
        return self.reason in _REPEATABLE and self.pause_sec <= _LONGEST_PAUSE_SEC

    @property
    def for_good(self) -> bool:
        """Whether any other call would end like this."""
        return self.reason in _POINTLESS


def failure_of(error: Exception) -> CallFailedError:
    """Name what the SDK, the clock or a decoder raised."""
    match error:
        case TimeoutError() | openai.APITimeoutError():
            return CallFailedError("timeout")
        case openai.APIStatusError(status_code=status):
            reason = _STATUS.get(status, "unavailable" if status >= _SERVER_ERRORS else "refused")
            return CallFailedError(reason, pause_sec=_retry_after(error))
        case json.JSONDecodeError() | UnicodeError():
            return CallFailedError("malformed")
        case _:
            return CallFailedError("unavailable")  # a connection that broke, or an error inside of the stream


def _retry_after(error: openai.APIStatusError) -> float:
    """Read how long to wait, in seconds; a date counts as too long."""
    given = error.response.headers.get("retry-after")
    if given is None:
        return _PAUSE_SEC
    with contextlib.suppress(ValueError):
        return max(0.0, float(given))
    return _LONGEST_PAUSE_SEC + 1
