"""What this process counts: plain numbers where they arise, read by `/metrics` when it is asked."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import structlog

from contracts.visibility import Hidden

Rejection: TypeAlias = Hidden | Literal["malformed"]
"""Why a stored message is not shown."""

ORDINARY: Final[frozenset[Rejection]] = frozenset({"step_ended", "job_ended", "duplicate"})
"""What a run that was superseded goes on saying: nobody's fault."""

logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class StreamCounts:
    """What was streamed to viewers so far."""

    events: int = 0
    """Deliveries: one event to one viewer."""
    writes: int = 0
    """Pieces written: with coalescing, fewer than deliveries."""
    bytes: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    """Streams that ended, by the reason."""
    slow: Counter[str] = field(default_factory=Counter)
    """What became of viewers who took less than was written: `paused`, `resumed`, `dropped`."""


class RejectedEvents:
    """Counts stored messages that are not shown, by reason (`events_rejected`), and logs where they stand.

    Never what they say: it may be anything.
    """

    def __init__(self) -> None:
        self.by_reason: Counter[Rejection] = Counter()

    def note(self, job_id: str, seq: int, reason: Rejection) -> None:
        """Count one."""
        self.by_reason[reason] += 1
        tell = logger.debug if reason in ORDINARY else logger.warning
        tell("event_rejected", job_id=job_id, seq=seq, reason=reason, events_rejected=self.by_reason[reason])
