"""Why an attempt came to nothing, wherever that was reported from."""

from typing import Final, Self

import msgspec

from contracts.control import Timeout
from contracts.work import Crashed, Failed

_CODE_LIMIT: Final = 100
"""What an event takes: a longer code would make an error that nobody is shown."""


class Setback(msgspec.Struct, frozen=True, kw_only=True):
    """What the decision about the next attempt needs to know of the one that failed.

    `pause_sec` is the shortest pause before the next attempt; None where there shall be none. `run` is the run that
    reported it, if one did.
    """

    code: str
    message: str
    pause_sec: float | None
    run: str | None = None
    duration_ms: int = 0

    @classmethod
    def of(cls, outcome: Failed | Crashed, run: str) -> Self:
        """Take it from a run's outcome."""
        match outcome:
            case Crashed():
                message = "whoever worked on it died, each time that it was handed out"
                return cls(code="crashed", message=message, pause_sec=0.0, run=run)
            case Failed():
                return cls(
                    code=outcome.code[:_CODE_LIMIT] or "failed",
                    message=outcome.message,
                    pause_sec=(outcome.retry_after_sec or 0.0) if outcome.retryable else None,
                    run=run,
                    duration_ms=outcome.duration_ms,
                )

    @classmethod
    def of_deadline(cls, timeout: Timeout) -> Self:
        """Take it from a deadline: an attempt that is late is tried again, a step that is late is not."""
        if timeout.attempt is None:
            return cls(code="step_deadline", message="the step took longer than it may", pause_sec=None)
        return cls(code="attempt_deadline", message="the attempt took longer than it may", pause_sec=0.0)
